using Pdp.Core.Intents;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Intents;

public sealed class DependencyGraphTests
{
    [Fact]
    public void A_circle_is_named_from_its_smallest_and_back()
    {
        var graph = Graph(("c", ["a"]), ("a", ["b"]), ("b", ["x", "c"]), ("x", []), ("outside", ["a"]));
        Assert.All(["a", "b", "c"], id => Assert.Equal(["a", "b", "c", "a"], graph.CircleOf(id)));
        Assert.Empty(graph.CircleOf("outside"));
        Assert.Empty(graph.CircleOf("x"));
        Assert.Empty(graph.CircleOf("nobody"));
    }

    [Fact]
    public void The_shortest_circle_is_named()
    {
        var graph = Graph(("a", ["b", "d"]), ("b", ["c"]), ("c", ["a"]), ("d", ["a"]));
        Assert.Equal(["a", "d", "a"], graph.CircleOf("a"));
    }

    [Fact]
    public void An_intent_that_waits_for_itself_is_a_circle() => Assert.Equal(["a", "a"], Graph(("a", ["a"])).CircleOf("a"));

    [Fact]
    public void Ten_thousand_in_a_row_are_no_circle_and_no_stack_overflow()
    {
        var graph = new DependencyGraph(Enumerable.Range(0, 10_000)
            .ToDictionary(i => $"n{i}", i => (IReadOnlyList<string>)[$"n{i + 1}"]));
        Assert.Empty(graph.CircleOf("n0"));
    }

    [Fact]
    public void What_is_not_healthy_is_waited_for()
    {
        var graph = Graph(("a", ["fine", "busy", "unknown", "busy"]));
        Assert.Equal(
            ["busy is Progressing", "unknown does not exist on this plane"],
            graph.WaitsFor("a", id => id switch { "fine" => IntentPhase.Healthy, "busy" => IntentPhase.Progressing, _ => null }));
    }

    private static DependencyGraph Graph(params (string Id, string[] On)[] intents) =>
        new(intents.ToDictionary(intent => intent.Id, intent => (IReadOnlyList<string>)intent.On));
}
