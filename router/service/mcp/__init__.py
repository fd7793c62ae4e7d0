"""Tools for agents over the Model Context Protocol; needs the extra ``mcp``.

The tools are the operations of ``ServiceCore``: who asks comes from the credential, and an agent
gets what judges confirmed and why the rest was dropped, never what is merely near.
"""
