using System.Text.Json.Nodes;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>What a component asks of the API server. Each request more is one for every component of every cluster.</summary>
public sealed class RequestTests(TestCluster cluster) : AgentTest(cluster)
{
    [Fact]
    public async Task A_new_component_costs_one_write_an_object_and_no_question_of_its_own()
    {
        Agent.Api.Forget();
        await DeployAsync(Id, Id);

        var calls = Agent.Api.Calls.Where(call => call.Name.Length == 0 || !call.IsWrite || call.Subresource is null).ToList();
        // Whether the names are free is asked for all of a kind at once; only of the namespace, which lies in none, by itself.
        Assert.All(calls.Where(call => call.Verb == "get"), call => Assert.Equal("Namespace", call.Kind));
        Assert.All(calls.Where(call => call.Verb == "list").CountBy(call => call.Kind), kind => Assert.Equal(1, kind.Value));
        Assert.Equal(
            [("Intent", 1), ("Secret", 1), ("ServiceAccount", 1), ("ConfigMap", 1), ("Service", 1), ("Deployment", 1)],
            calls.Where(call => call.Verb == "apply" && call.Kind is not ("Namespace" or "NetworkPolicy"))
                .CountBy(call => call.Kind)
                .Select(kind => (kind.Key, kind.Value))
                .OrderBy(kind => Array.IndexOf(["Intent", "Secret", "ServiceAccount", "ConfigMap", "Service", "Deployment"], kind.Key)));
    }

    [Fact]
    public async Task A_component_beside_others_costs_eight_writes()
    {
        await DeployAsync(Id, Id);
        var other = $"{Id}-b";
        Agent.Api.Forget();

        await DeployAsync(other, Id);

        // While it is becoming healthy, one more every two seconds tells how far it is.
        var writes = Agent.Api.Writes.Where(call => call.Subresource is null).Select(call => call.Kind).ToList();
        Assert.Equal(["ConfigMap", "Deployment", "Intent", "NetworkPolicy", "Secret", "Service", "ServiceAccount"], writes.Order());
        Assert.Equal("Intent", writes[0]);
        // What is begun is written down before anything of it is made.
        Assert.Equal("Secret", writes[1]);
        Assert.Single(Agent.Journal.Find(other)!.Status.History);
    }

    [Fact]
    public async Task An_unchanged_component_costs_none()
    {
        await DeployAsync(Id, Id);
        Agent.Api.Forget();

        await LookAgainAsync();

        Assert.Empty(Agent.Api.Calls);
    }

    [Fact]
    public async Task What_is_kept_is_known_to_a_new_leader_without_asking_for_each()
    {
        await DeployAsync(Id, Id);
        await Agent.DisposeAsync();
        Agent = await TestAgent.StartAsync(Cluster, Plane, Namespace);
        await Agent.StatusAsync(Id, status => status.Phase == IntentPhase.Healthy);
        await Until.TrueAsync(() => Agent.Api.Calls.Any(call => call is { Verb: "watch", Kind: "Deployment" }));
        await QuietAsync();

        Assert.DoesNotContain(Agent.Api.Calls, call => call is { Verb: "get", Kind: "Secret" });
        var kept = await Agent.Get<Core.Rollout.IRevisionStore>().KeptAsync(Agent.Journal.Find(Id)!, Ct);
        Assert.Equal(1, kept?.Generation);
    }

    [Fact]
    public async Task An_object_of_somebody_else_under_a_name_believed_free_is_not_written_over()
    {
        // From here on it is believed for a while which names are taken in the namespace.
        await DeployAsync(Id, Id);
        var space = (await Cluster.OneAsync("apps/v1", "Deployment", Id)).Namespace!;
        var other = $"{Id}-b";
        var foreign = Service(other, space);
        await Cluster.Admin.CreateAsync(foreign, new(), Ct);

        await PutAsync(other, Id);

        var status = await Agent.StatusAsync(other, status => status.Message.Contains("is there already", StringComparison.Ordinal));
        Assert.Contains($"Service/{space}/{other}", status.Message, StringComparison.Ordinal);
        Assert.Equal(9999, (await Cluster.GetAsync("v1", "Service", space, other))!.GetArray("spec", "ports")![0]!["port"]!.GetValue<int>());

        await Cluster.DeleteAsync((await Cluster.GetAsync("v1", "Service", space, other))!);
        await Agent.PhaseAsync(other, IntentPhase.Healthy, 1);
    }

    private async Task DeployAsync(string id, string project)
    {
        await PutAsync(id, project);
        await Agent.PhaseAsync(id, IntentPhase.Healthy, 1);
        await QuietAsync();
    }

    private Task PutAsync(string id, string project) => Agent.PutAsync(Plane.Sign(Plane.Metadata(id, 1) with { Project = project, Component = id }, TestPlane.Spec()));

    private static JsonObject Service(string name, string @namespace) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace },
        ["spec"] = new JsonObject { ["ports"] = new JsonArray(new JsonObject { ["port"] = 9999 }) },
    };
}
