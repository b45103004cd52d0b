using System.Text.Json.Nodes;
using Pdp.Core.Plan;

namespace Pdp.Core.Tests.Plan;

/// <summary>What people are shown of a change, and what they are not.</summary>
public sealed class ObjectChangesTests
{
    [Fact]
    public void Items_are_told_apart_by_their_keys_and_order_is_no_change() =>
        Assert.Equal(
            ["spec.containers[name=b].image: \"b:1\" → \"b:2\"", "spec.containers[name=c].name: (none) → \"c\""],
            Changes(
                """{"spec":{"containers":[{"name":"a","image":"a:1"},{"name":"b","image":"b:1"}]}}""",
                """{"spec":{"containers":[{"name":"b","image":"b:2"},{"name":"a","image":"a:1"},{"name":"c"}]}}"""));

    [Fact]
    public void Bookkeeping_and_nothing_are_no_change() =>
        Assert.Empty(Changes(
            """{"metadata":{"resourceVersion":"1","managedFields":[],"generation":1,"labels":{}},"status":{"ready":1}}""",
            """{"metadata":{"resourceVersion":"2","managedFields":[{}],"generation":2,"annotations":{"pdp.dev/applied-hash":"x"}}}"""));

    [Fact]
    public void What_goes_and_what_comes_is_shown_to_its_leaves() =>
        Assert.Equal(
            ["a.b: 1 → (none)", "c.d[0]: (none) → \"x\"", "metadata.labels[\"e/f\"]: (none) → \"y\""],
            Changes("""{"a":{"b":1}}""", """{"c":{"d":["x"]},"metadata":{"labels":{"e/f":"y"}}}"""));

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Secret","data":{"password":"Y2FuYXJ5"}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Secret","stringData":{"password":"canary"}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Secret","data":"canary"}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Secret","metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"canary"}}}""")]
    public void Values_of_secrets_are_hidden_before_and_after(string secret)
    {
        const string Empty = """{"apiVersion":"v1","kind":"Secret"}""";
        foreach (var changes in new[] { Changes(Empty, secret), Changes(secret, Empty) })
        {
            Assert.Contains("(hidden)", Assert.Single(changes), StringComparison.Ordinal);
            Assert.DoesNotContain("anary", changes[0], StringComparison.Ordinal);
            Assert.DoesNotContain("Y2Fu", changes[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Long_values_and_long_lists_of_changes_are_cut()
    {
        var many = string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"k{i}\":\"{new string('x', 400)}\""));
        var changes = ObjectChanges.Between(null, JsonNode.Parse($"{{\"data\":{{{many}}}}}")!.AsObject());

        Assert.Equal(ObjectChanges.Most, changes.Count);
        Assert.All(changes, change => Assert.InRange(change.After!.Length, 1, 200));
    }

    private static IReadOnlyList<string> Changes(string before, string after) =>
    [
        .. ObjectChanges.Between(JsonNode.Parse(before)!.AsObject(), JsonNode.Parse(after)!.AsObject())
            .Select(change => $"{change.Path}: {change.Before ?? "(none)"} → {change.After ?? "(none)"}"),
    ];
}
