using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Tests.Running;

namespace Pdp.LocalCluster.Tests.Controllers;

public sealed class OwnershipTests
{
    [Fact]
    public async Task In_the_background_the_owner_goes_at_once_and_what_it_owns_follows()
    {
        await using var cluster = await RunningCluster.StartAsync();
        var owner = cluster.Create(Map("owner"));
        var child = cluster.Create(Map("child", owner.Uid()));
        cluster.Create(Map("grandchild", child.Uid(), "child"));
        cluster.Delete("configmaps", "owner");
        Assert.Null(cluster.Get("configmaps", "owner"));
        await RunningCluster.UntilAsync(() => cluster.Get("configmaps", "child") is null && cluster.Get("configmaps", "grandchild") is null);
    }

    [Fact]
    public async Task In_the_foreground_the_owner_goes_last()
    {
        await using var cluster = await RunningCluster.StartAsync();
        var owner = cluster.Create(Map("owner"));
        cluster.Create(Map("child", owner.Uid(), finalizer: "example.dev/hold"));
        cluster.Delete("configmaps", "owner", new DeleteOptions(Propagation: Propagation.Foreground));
        await RunningCluster.UntilAsync(() => cluster.Get("configmaps", "child")!.IsDeleting());
        Assert.NotNull(cluster.Get("configmaps", "owner"));
        cluster.Change("configmaps", "child", child => child.Object("metadata")!.Remove("finalizers"));
        await RunningCluster.UntilAsync(() => cluster.Get("configmaps", "owner") is null);
    }

    [Fact]
    public async Task Orphaned_it_stays_and_names_no_owner_any_more()
    {
        await using var cluster = await RunningCluster.StartAsync();
        var owner = cluster.Create(Map("owner"));
        cluster.Create(Map("child", owner.Uid()));
        cluster.Delete("configmaps", "owner", new DeleteOptions(Propagation: Propagation.Orphan));
        await RunningCluster.UntilAsync(() => cluster.Get("configmaps", "owner") is null);
        Assert.Null(cluster.Get("configmaps", "child")!.At("metadata", "ownerReferences"));
    }

    [Fact]
    public async Task What_was_orphaned_is_not_collected_although_the_owner_is_seen_to_go_first()
    {
        await using var cluster = await RunningCluster.StartAsync();
        var names = Enumerable.Range(0, 40).Select(number => $"orphan-{number}").ToList();
        // Owners and owned are of two resources, so that they come by two watches, each in its own time.
        foreach (var name in names)
        {
            var owner = cluster.Create(Workloads.Deployment(name, "app:v1", 0));
            var child = Map(name);
            child.Object("metadata")!["ownerReferences"] = new JsonArray(new OwnerReference("apps/v1", "Deployment", name, owner.Uid(), true, false).ToJson());
            cluster.Create(child);
        }

        foreach (var name in names) cluster.Delete("deployments.apps", name, new DeleteOptions(Propagation: Propagation.Orphan));
        await RunningCluster.UntilAsync(() => cluster.List("deployments.apps").Count == 0);
        cluster.Create(Map("stray", "00000000-0000-0000-0000-000000000001"));
        await RunningCluster.UntilAsync(() => cluster.Get("configmaps", "stray") is null);
        Assert.All(names, name => Assert.NotNull(cluster.Get("configmaps", name)));
    }

    [Fact]
    public async Task An_owner_that_is_not_there_takes_the_object_with_it_and_one_of_two_that_is_there_keeps_it()
    {
        await using var cluster = await RunningCluster.StartAsync();
        cluster.Create(Map("stray", "00000000-0000-0000-0000-000000000001"));
        await RunningCluster.UntilAsync(() => cluster.Get("configmaps", "stray") is null);
        var owner = cluster.Create(Map("owner"));
        var shared = Map("shared", owner.Uid());
        shared.Array("metadata", "ownerReferences")!.Add(new OwnerReference("v1", "ConfigMap", "gone", "00000000-0000-0000-0000-000000000001", false, false).ToJson());
        cluster.Create(shared);
        await RunningCluster.UntilAsync(() => cluster.Get("configmaps", "shared")!.Array("metadata", "ownerReferences")!.Count == 1);
    }

    [Fact]
    public async Task A_namespace_is_furnished_and_ends_only_when_it_is_empty()
    {
        await using var cluster = await RunningCluster.StartAsync();
        Assert.NotNull(cluster.Get("serviceaccounts", "default"));
        await RunningCluster.UntilAsync(() => cluster.Get("configmaps", "kube-root-ca.crt") is not null);
        cluster.Delete("configmaps", "kube-root-ca.crt");
        await RunningCluster.UntilAsync(() => cluster.Get("configmaps", "kube-root-ca.crt") is not null);
        cluster.Create(Workloads.Deployment("web", "app:v1", 2));
        cluster.Create(Map("held", finalizer: "example.dev/hold"));
        await cluster.UntilAsync("deployments.apps", "web", DeploymentTests.IsComplete);
        cluster.Delete("namespaces", RunningCluster.Namespace);
        await RunningCluster.UntilAsync(() => cluster.List("pods").Count == 0 && cluster.List("deployments.apps").Count == 0);
        await cluster.UntilAsync("namespaces", RunningCluster.Namespace, ns => Conditions.Status(ns, "NamespaceContentRemaining") == "True");
        Assert.Equal("Terminating", cluster.Get("namespaces", RunningCluster.Namespace)!.Text("status", "phase"));
        cluster.Change("configmaps", "held", map => map.Object("metadata")!.Remove("finalizers"));
        await RunningCluster.UntilAsync(() => cluster.Get("namespaces", RunningCluster.Namespace) is null);
    }

    private static JsonObject Map(string name, string? owner = null, string ownerName = "owner", string? finalizer = null)
    {
        var map = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["data"] = new JsonObject(),
        };
        if (owner is not null) map.Object("metadata")!["ownerReferences"] = new JsonArray(new OwnerReference("v1", "ConfigMap", ownerName, owner, false, true).ToJson());
        if (finalizer is not null) map.Object("metadata")!["finalizers"] = new JsonArray(finalizer);
        return map;
    }
}
