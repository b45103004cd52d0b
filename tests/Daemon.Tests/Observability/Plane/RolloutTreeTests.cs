using System.Text.Json.Nodes;
using Pdp.Daemon.Observability.Rollouts;

namespace Pdp.Daemon.Tests.Observability.Plane;

public sealed class RolloutTreeTests
{
    [Fact]
    public void Pods_stand_below_the_sets_of_their_deployment_revision_by_revision()
    {
        var tree = RolloutTree.Of(
            [Object("Service", "web", "s1"), Object("Deployment", "web", "d1")],
            [Pod("web-new-1", "ReplicaSet", "web-new", "r2", "new"), Pod("web-old-1", "ReplicaSet", "web-old", "r1", "old"), Pod("web-old-2", "ReplicaSet", "web-old", "r1", "old")]);

        Assert.Equal(["Deployment", "Service"], tree.Select(node => node.Kind));
        Assert.Equal(["web-new", "web-old"], tree[0].Children.Select(set => set.Name));
        Assert.Equal(["web-old-1", "web-old-2"], tree[0].Children[1].Children.Select(pod => pod.Name));
    }

    [Fact]
    public void Two_deployments_side_by_side_have_each_their_own()
    {
        var tree = RolloutTree.Of(
            [Object("Deployment", "web--a", "d1"), Object("Deployment", "web--b", "d2")],
            [Pod("web--b-x-1", "ReplicaSet", "web--b-x", "r2", "x"), Pod("web--a-x-1", "ReplicaSet", "web--a-x", "r1", "x")]);

        Assert.Equal(["web--a-x-1", "web--b-x-1"], tree.SelectMany(node => node.Children).SelectMany(set => set.Children).Select(pod => pod.Name));
    }

    [Fact]
    public void A_task_is_its_jobs_and_their_pods_and_a_pod_of_nobody_stands_by_itself()
    {
        var job = Object("Job", "report-1", "j1");
        job["metadata"]!["ownerReferences"] = Owner("CronJob", "report", "c1");
        var tree = RolloutTree.Of([Object("CronJob", "report", "c1"), job], [Pod("report-1-abc", "Job", "report-1", "j1", ""), Pod("lost", "Thing", "gone", "g1", "")]);

        Assert.Equal(["report", "lost"], tree.Select(node => node.Name));
        Assert.Equal("report-1-abc", Assert.Single(Assert.Single(tree[0].Children).Children).Name);
    }

    [Fact]
    public void A_container_tells_why_it_waits_and_how_it_ended_before()
    {
        var pod = Pod("web-1", "ReplicaSet", "web", "r1", "");
        pod["spec"] = JsonNode.Parse("""{ "nodeName": "n1", "containers": [{ "name": "main", "image": "web:2" }, { "name": "new", "image": "new:1" }] }""");
        pod["status"] = JsonNode.Parse("""
            { "containerStatuses": [{ "name": "main", "restartCount": 4, "ready": false,
                "state": { "waiting": { "reason": "CrashLoopBackOff", "message": "back-off" } }, "lastState": { "terminated": { "exitCode": 137, "reason": "OOMKilled" } } }] }
            """);

        var containers = PodNodes.Of(pod).Containers!;
        Assert.Equal(("waiting", "CrashLoopBackOff", 137, "OOMKilled", 4), (containers[0].State, containers[0].Reason, containers[0].ExitCode, containers[0].LastReason, containers[0].Restarts));
        Assert.Equal(("waiting", null, "new:1"), (containers[1].State, containers[1].Reason, containers[1].Image));
    }

    private static JsonObject Object(string kind, string name, string uid) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "n", ["uid"] = uid },
    };

    private static JsonObject Pod(string name, string ownerKind, string owner, string ownerUid, string hash)
    {
        var pod = Object("Pod", name, name);
        pod["metadata"]!["labels"] = new JsonObject { ["pod-template-hash"] = hash };
        pod["metadata"]!["ownerReferences"] = Owner(ownerKind, owner, ownerUid);
        return pod;
    }

    private static JsonArray Owner(string kind, string name, string uid) =>
        [new JsonObject { ["kind"] = kind, ["name"] = name, ["uid"] = uid, ["controller"] = true }];
}
