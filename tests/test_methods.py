"""The methods page: every parameter and setting of the report, read from what made it."""

from helpers import permutation, show, significance, topics
from helpers.chapters import methods, parameters
from helpers.corpus import SAMPLE, load_corpus


def test_every_parameter_stands_with_the_value_the_code_has():
    found = {(p["module"], p["parameter"]): p for p in parameters.parameters()}
    assert float(found["significance", "alpha"]["value"]) == significance.ALPHA
    assert int(found["permutation", "exact up to"]["value"]) == permutation.EXACT_UP_TO
    assert float(found["topics", "same story"]["value"]) == topics.SAME_STORY
    assert found["text/nearness", "days"]["meaning"].startswith("articles whose known dates")
    assert not any(module.startswith(("engine", "showing")) for module, _ in found)


def test_the_page_shows_parameters_and_settings():
    corpus = load_corpus(SAMPLE)
    for with_text, said in ((True, "with their text"), (False, "cited passages alone")):
        made = {name: "\n".join(i.plain if isinstance(i, show.Shown) else i for i in items)
                for name, items in methods.sections(corpus, with_text)}
        assert "significance | alpha | 0.05" in made["Parameters"]
        assert said in made["This report"] and corpus.made_from in made["This report"]
        assert "labels.csv" in made["This report"] and "pandas" in made["This report"]
