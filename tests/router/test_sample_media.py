"""One sample of everything, made only when it is wanted."""

import subprocess
import sys
from io import BytesIO

import av
import numpy as np

from modalities import Image, Medium, Modality, Video
from router.sample_media import sample_media


def test_there_is_one_of_each_modality() -> None:
    samples = sample_media()
    assert set(samples) == set(Modality)
    for modality, medium in samples.items():
        assert isinstance(medium, Medium)
        assert medium.modality is modality
        assert medium.nbytes > 0
    assert len({medium.content_hash for medium in samples.values()}) == len(Modality)
    assert samples[Modality.TEXT] is samples[Modality.TEXT]


def test_the_picture_has_print_on_it() -> None:
    image = sample_media()[Modality.IMAGE]
    assert isinstance(image, Image)
    assert image.pixels.dtype == np.uint8
    assert image.pixels.std() > 10


def test_the_film_is_one() -> None:
    video = sample_media()[Modality.VIDEO]
    assert isinstance(video, Video)
    with av.open(BytesIO(video.data)) as container:
        frames = list(container.decode(video=0))
    np.testing.assert_allclose([frame.time for frame in frames], video.times)
    assert (frames[0].height, frames[0].width) == (video.height, video.width)


def test_nothing_is_encoded_before_it_is_asked_for() -> None:
    program = (
        "import sys\nfrom router.sample_media import sample_media\n"
        "sample_media()\nassert 'av' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
