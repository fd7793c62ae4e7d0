"""The space ``imagebind``: Meta's joint space of seven modalities (Girdhar et al., CVPR 2023).

The model's classes are Meta's own; how media become its inputs is written here, modality by
modality, and gives what Meta's own loading code gives where there is any.
"""
