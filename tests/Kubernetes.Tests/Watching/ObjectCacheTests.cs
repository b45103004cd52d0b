using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Tests.Support;
using Pdp.Kubernetes.Watching;

namespace Pdp.Kubernetes.Tests.Watching;

public sealed class ObjectCacheTests
{
    private readonly ObjectCache _cache = new();

    [Fact]
    public void A_first_list_is_all_new_and_whole_once_synced()
    {
        Assert.Equal("+a@1 +b@1", Take(new WatchNotification.Reset(), Added("a", "1"), Added("b", "1")));
        Assert.False(_cache.IsSynced);
        Assert.Equal("", Take(new WatchNotification.Synced("1")));
        Assert.True(_cache.IsSynced);
        Assert.Equal(2, _cache.Count);
    }

    [Fact]
    public void A_list_anew_looks_like_the_changes_that_were_missed()
    {
        Take(new WatchNotification.Reset(), Added("a", "1"), Added("b", "1"), Added("c", "1"), new WatchNotification.Synced("1"));

        Assert.Equal("~b@1>5 +d@6 -c@1", Take(new WatchNotification.Reset(), Added("a", "1"), Added("b", "5"), Added("d", "6"), new WatchNotification.Synced("6")));
        Assert.Equal(["a", "b", "d"], _cache.Objects.Select(obj => obj.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_is_taken_for_gone_before_the_list_is_whole_and_a_list_begun_twice_is_one()
    {
        Take(new WatchNotification.Reset(), Added("a", "1"), Added("b", "1"), new WatchNotification.Synced("1"));

        Assert.Equal("", Take(new WatchNotification.Reset(), Added("a", "1"), new WatchNotification.Reset()));
        Assert.True(_cache.TryGet("shop", "b", out _));
        Assert.Equal("-a@1", Take(Added("b", "1"), new WatchNotification.Synced("9")));
    }

    [Fact]
    public void An_event_told_twice_is_told_once_and_one_made_anew_under_the_same_name_is_a_change()
    {
        Take(new WatchNotification.Reset(), Added("a", "1"), new WatchNotification.Synced("1"));

        Assert.Equal("~a@1>2", Take(Modified("a", "2"), Modified("a", "2")));
        Assert.Equal("-a@3", Take(Deleted("a", "3"), Deleted("a", "3")));
        Assert.Equal("+a@4", Take(Added("a", "4")));
        Assert.Equal(0, Take(new WatchNotification.Interrupted(new("x", new(0, "", "")), TimeSpan.Zero), new WatchNotification.Resumed()).Length);
    }

    [Fact]
    public void Objects_of_the_same_name_in_two_namespaces_are_two()
    {
        var other = Make.ConfigMap("a");
        other.Set("elsewhere", "metadata", "namespace");

        Take(new WatchNotification.Reset(), Added("a", "1"), new WatchNotification.Added(other), new WatchNotification.Synced("1"));

        Assert.Equal(2, _cache.Count);
    }

    [Fact]
    public void What_is_found_is_a_copy_and_all_of_the_object()
    {
        var told = Make.ConfigMap("a");
        var before = told.DeepClone();
        Take(new WatchNotification.Reset(), new WatchNotification.Added(told), new WatchNotification.Synced("1"));

        told.Set("changed", "data", "by its teller");
        Assert.True(_cache.TryGet("shop", "a", out var found));
        found.Set("changed", "data", "by a reader");

        Assert.True(_cache.TryGet("shop", "a", out var again));
        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(before, again));
    }

    private string Take(params WatchNotification[] notifications) =>
        string.Join(' ', notifications.SelectMany(_cache.Take).Select(change => (change.Before, change.Now) switch
        {
            (null, { } now) => $"+{now.Name}@{now.ResourceVersion}",
            ({ } before, null) => $"-{before.Name}@{before.ResourceVersion}",
            ({ } before, { } now) => $"~{now.Name}@{before.ResourceVersion}>{now.ResourceVersion}",
            _ => "?",
        }));

    private static WatchNotification.Added Added(string name, string version) => new(Make.ConfigMap(name, version));

    private static WatchNotification.Modified Modified(string name, string version) => new(Make.ConfigMap(name, version));

    private static WatchNotification.Deleted Deleted(string name, string version) => new(Make.ConfigMap(name, version));
}
