"""The tables of the finder: what they hold, and what is said of a row that is wrong."""

import pytest
from recipes.problem import ProblemError
from recipes.reading import tasks

HEAD = "task,function,synonyms,have_want,since\n"
NAMES = "name,origin,fate,version,function,note\n"
ROW = "find a root,scipy.optimize.brentq,zero; crossing,a function: its zero,1.16\n"


@pytest.fixture
def read(project):
    def of(of_tasks=HEAD + ROW, of_names=NAMES):
        root = project(
            {"snippets/find_tasks.csv": of_tasks, "snippets/find_names.csv": of_names},
        )
        return tasks.read(root / "snippets", "find.py")

    return of


def test_a_row_is_a_task(read):
    (one,) = read().tasks
    assert (one.line, one.task, one.function, one.since) == (
        2,
        "find a root",
        "scipy.optimize.brentq",
        "1.16",
    )
    assert one.synonyms == ("zero", "crossing")
    assert one.pairs == (("a function", "its zero"),)
    assert one.anchor == "optimize.brentq"


def test_tasks_of_one_function_have_places_of_their_own(read):
    table = HEAD + ROW + "another root,scipy.optimize.brentq,,,\n"
    assert [one.anchor for one in read(table).tasks] == ["optimize.brentq", "optimize.brentq-2"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("scipy.a.b,SciPy,removed,1.14,scipy.c.d,", "was removed in SciPy 1.14"),
        ("scipy.a.b,SciPy,deprecated,1.17,,see x", "is deprecated since SciPy 1.17; see x"),
        ("scipy.a.b,SciPy,legacy,,scipy.c.d,", "is legacy in SciPy"),
        ("scipy.a.b,SciPy,superseded,,scipy.c.d,", "is an older interface of SciPy"),
        ("scipy.a.b,SciPy,alias,,scipy.c.d,", "is in SciPy too"),
        ("ode45,MATLAB,,,scipy.c.d; scipy.e.f,", "comes from MATLAB"),
    ],
)
def test_what_became_of_a_name_is_said(read, row, said):
    (one,) = read(of_names=f"{NAMES}{row}\n").names
    assert one.said == said
    assert one.functions == tuple(filter(None, row.split(",")[4].split("; ")))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("task,function\n", "1: the first line is not “task,function,synonyms,have_want,since”"),
        (HEAD + "a,b\n", "2: a row has 5 cells, not 2"),
        (HEAD + ",scipy.a.b,,,\n", "2: the row has no task"),
        (HEAD + "a,quad,,,\n", "2: “quad” is no full name of a function"),
        (HEAD + ROW + "b,scipy.a.b,,a function,\n", "3: “a function” is not “what one has: what"),
        (HEAD + ROW + "b,scipy.a.b,,,new\n", "3: “new” is no version"),
        (HEAD + ROW + "\n" + ROW, "4: “find a root” is there already"),
        (HEAD + 'a"b,"c\n', "2: is not CSV"),
        (b"task\xff", "1: is not UTF-8 (byte 4)"),
    ],
)
def test_a_wrong_task_is_reported_with_its_line(read, table, said):
    with pytest.raises(ProblemError) as error:
        read(of_tasks=table)
    assert str(error.value).startswith(f"snippets/find_tasks.csv:{said}")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",R,,,scipy.a.b,", "the row has no name"),
        ("a,R,lost,,scipy.a.b,", "“lost” is no fate of a name; write removed, deprecated,"),
        ("a,R,,,,", "the row leads nowhere"),
        ("a,R,,,b,", "“b” is no full name"),
        ("a,SciPy,removed,,scipy.a.b,", "“” is no version"),
    ],
)
def test_a_wrong_name_is_reported_with_its_line(read, row, said):
    with pytest.raises(ProblemError) as error:
        read(of_names=f"{NAMES}{row}\n")
    assert str(error.value).startswith(f"snippets/find_names.csv:2: {said}")


def test_a_table_that_is_not_there_is_asked_for(project):
    root = project({"snippets/find_tasks.csv": HEAD})
    with pytest.raises(ProblemError, match=r"find_names\.csv:1: is not there; write it, with the"):
        tasks.read(root / "snippets", "find.py")


def test_a_change_of_a_table_is_read(read):
    assert len(read().tasks) == 1
    assert len(read(HEAD + ROW + "two,scipy.a.b,,,\n").tasks) == 2
