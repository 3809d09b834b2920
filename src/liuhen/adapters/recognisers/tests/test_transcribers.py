"""Models of speech to text are found where they lie, say what they lack, and are run by the program they are for."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from liuhen.adapters.recognisers import catalogue
from liuhen.adapters.recognisers.catalogue import ModelState, rows, transcriber, transcript_lacking
from liuhen.adapters.recognisers.layouts import SHERPA, SPHINX, layout_of, layouts
from liuhen.adapters.recognisers.tests.tone_model import sung, write_model
from liuhen.ports.recognisers import RecogniserUnusable

TONES = "sherpa-onnx-sense-voice-tones"
needs_sherpa = pytest.mark.skipif(find_spec(SHERPA) is None, reason="sherpa-onnx is not installed: make models")


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def _lay(models: Path, folder: str, *names: str) -> Path:
    home = models / "transcript" / folder
    for name in names:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(b"weights" * 9 if name.endswith("onnx") else b"x")
    return home


@pytest.mark.parametrize(
    ("folder", "names", "package", "form", "language"),
    [
        ("sherpa-onnx-sense-voice-zh-en", ("model.int8.onnx", "tokens.txt"), SHERPA, "sense_voice", "zh"),
        ("sherpa-onnx-paraformer-zh-2024-03-09", ("model.int8.onnx", "tokens.txt"), SHERPA, "paraformer", "zh"),
        ("my-paraformer", ("model.onnx", "tokens.txt"), SHERPA, "paraformer", "zh"),
        (
            "sherpa-onnx-zipformer-en-2023",
            ("encoder-epoch-1.onnx", "decoder-epoch-1.onnx", "joiner-epoch-1.onnx", "tokens.txt"),
            SHERPA, "transducer", "en",
        ),
        ("cmusphinx-zh-cn", ("zh_cn/mdef", "zh_cn.dic", "zh_cn.lm.bin"), SPHINX, "sphinx", "zh"),
    ],
)  # fmt: skip
def test_the_layouts_models_are_published_in_are_known(models, folder, names, package, form, language):
    layout = layout_of(_lay(models, folder, *names))
    assert layout
    assert (layout.package, layout.form, layout.language) == (package, form, language)


def test_the_small_variant_of_a_model_is_taken(models):
    home = _lay(models, "sherpa-onnx-zipformer-zh", "encoder.int8.onnx", "decoder.onnx", "joiner.onnx", "tokens.txt")
    (home / "encoder.onnx").write_bytes(b"large" * 99)
    layout = layout_of(home)
    assert layout
    assert layout.files["encoder"].name == "encoder.int8.onnx"


def test_of_two_lists_of_words_the_larger_is_taken_the_smaller_holds_sounds(models):
    home = _lay(models, "pocketsphinx-en-us", "en-us/mdef", "en.dict", "en-us-phone.lm.bin")
    (home / "en-us.lm.bin").write_bytes(b"words" * 9)
    layout = layout_of(home)
    assert layout
    assert (layout.files["words"].name, layout.language) == ("en-us.lm.bin", "en")


def test_chinese_comes_before_other_languages(models):
    _lay(models, "a-paraformer-en", "model.onnx", "tokens.txt")
    _lay(models, "z-paraformer-zh", "model.onnx", "tokens.txt")
    assert [layout.language for layout in layouts(models)] == ["zh", "en"]


def test_without_a_model_it_is_said_where_one_belongs(models):
    assert "transcript 目录" in transcript_lacking(models)
    assert rows(models)[-1].state is ModelState.MODEL_MISSING
    with pytest.raises(RecogniserUnusable, match="install-models"):
        transcriber(models)


def test_a_model_with_a_file_missing_is_named(models):
    _lay(models, "sherpa-onnx-sense-voice-zh", "model.onnx")
    assert "sherpa-onnx-sense-voice-zh" in transcript_lacking(models)
    assert rows(models)[-1].state is ModelState.DAMAGED


def test_a_model_without_its_program_says_how_to_install_it(models, monkeypatch):
    _lay(models, "sherpa-onnx-sense-voice-zh", "model.onnx", "tokens.txt")
    monkeypatch.setattr(catalogue, "find_spec", lambda name: None if name == SHERPA else find_spec(name))
    assert "make models" in transcript_lacking(models)
    row = rows(models)[-1]
    assert (row.state, row.install, row.size) == (ModelState.PROGRAM_MISSING, "make models", 64)


@needs_sherpa
def test_a_model_is_listed_with_the_digest_of_its_weights(models):
    home = write_model(models / "transcript" / TONES)
    row = rows(models)[-1]
    assert (row.state, row.name, row.place) == (ModelState.READY, TONES, home)
    assert row.size == sum(path.stat().st_size for path in home.iterdir())
    assert len(row.sha256) == 64
    assert transcript_lacking(models) == ""


@needs_sherpa
def test_sherpa_runs_a_model_of_sense_voices_form(models):
    write_model(models / "transcript" / TONES)
    writer = transcriber(models)
    assert (writer.language, TONES in writer.name) == ("zh", True)
    assert [writer.heard(sung(text)).text for text in ("正在全程录", "录在在正")] == ["正在全程录", "录在在正"]
    assert writer.heard(bytes(32_000)).text == ""


@needs_sherpa
def test_a_model_that_cannot_be_loaded_is_named(models):
    _lay(models, "sherpa-onnx-paraformer-zh", "model.onnx", "tokens.txt")
    with pytest.raises(RecogniserUnusable, match="sherpa-onnx-paraformer-zh"):
        transcriber(models)
