using System.Text.Json.Nodes;
using Pdp.Core.Render;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>One component calls another: the test's intent, and a shop beside it.</summary>
public sealed class ConnectionTests(TestCluster cluster) : AgentTest(cluster)
{
    private string Shop => $"{Id}-shop";

    [Fact]
    public async Task It_waits_for_a_component_that_is_not_there_and_is_told_where_it_is_once_it_is()
    {
        await Agent.PutAsync(Consumer(1));

        var waiting = await Agent.PhaseAsync(Id, IntentPhase.Waiting, 1);
        Assert.Equal(FailureReason.DependencyNotReady, waiting.Reason);
        Assert.Equal($"connection shop: component {Shop} of project {Id} is not deployed on this plane", waiting.Message);

        await Agent.PutAsync(Provider(1));

        var status = await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        Assert.Equal(Url(8080), await ToldAsync());
        Assert.Equal((Url(8080), $"{Id}/{Shop}", "http", false), status.Connections is [var c] ? (c.Url, c.Provider, c.Endpoint, c.IsGone) : default);
        Assert.Contains(status.Conditions, condition => condition is { Type: "Connected", Status: "True" });
    }

    [Fact]
    public async Task It_follows_a_component_that_changes_its_port()
    {
        await Agent.PutAsync(Provider(1));
        await Agent.PutAsync(Consumer(1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);

        await Agent.PutAsync(Provider(2, spec => spec with { Endpoints = Endpoint(new EndpointSpec { Port = 9000, TargetPort = "http" }) }));

        await Agent.StatusAsync(Id, status => status is { Phase: IntentPhase.Healthy, Connections: [{ Port: 9000 }] });
        Assert.Equal(Url(9000), await ToldAsync());
        Assert.Empty(Agent.Journal.Find(Id)!.Status.Drift);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_keeps_what_it_has_when_the_component_goes_and_a_new_generation_waits(bool isRemoved)
    {
        await Agent.PutAsync(Provider(1));
        await Agent.PutAsync(Consumer(1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);

        if (isRemoved) await Agent.Intake.RemoveAsync(Plane.Removal(Shop, 2), Ct);
        else await Agent.PutAsync(Provider(2, spec => spec with { State = ComponentState.Undeployed }));

        var status = await Agent.StatusAsync(Id, s => s.Connections is [{ IsGone: true }]);
        Assert.Equal(IntentPhase.Healthy, status.Phase);
        Assert.Contains(status.Conditions, c => c is { Type: "Connected", Status: "False" } && c.Message.Contains(Shop, StringComparison.Ordinal));
        Assert.Equal(Url(8080), await ToldAsync());

        await Agent.PutAsync(Consumer(2, spec => spec with { Release = "r2" }));
        var waiting = await Agent.PhaseAsync(Id, IntentPhase.Waiting, 2);
        Assert.Equal((1, "r1"), (waiting.RunningGeneration, waiting.RunningRelease));
        Assert.Equal(Url(8080), await ToldAsync());
    }

    [Fact]
    public async Task An_endpoint_of_another_project_has_to_be_for_the_organization()
    {
        await Agent.PutAsync(Sign(Shop, 1, TestPlane.Spec(), project: Shop));
        await Agent.PhaseAsync(Shop, IntentPhase.Healthy, 1);

        var answer = await Agent.PutAsync(Consumer(1, project: Shop));

        Assert.Equal(AckOutcome.Refused, answer.Outcome);
        var reason = Assert.Single(answer.Reasons);
        Assert.Equal((FailureReason.PolicyDenied, "spec.connections.shop"), (reason.Reason, reason.Path));
        Assert.Contains("visibility has to name organization", reason.Message, StringComparison.Ordinal);

        var open = new EndpointSpec { Port = 8080, Visibility = [EndpointVisibility.Organization] };
        await Agent.PutAsync(Sign(Shop, 2, TestPlane.Spec() with { Endpoints = Endpoint(open) }, project: Shop));
        await Agent.PutAsync(Consumer(2, project: Shop));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 2);
    }

    [Fact]
    public async Task Two_that_call_each_other_both_come_up()
    {
        await Agent.PutAsync(Consumer(1));
        await Agent.PhaseAsync(Id, IntentPhase.Waiting, 1);

        await Agent.PutAsync(Provider(1, spec => spec with { Connections = Connection("back", new ConnectionTarget { Component = Id }) }));

        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await Agent.PhaseAsync(Shop, IntentPhase.Healthy, 1);
    }

    [Fact]
    public async Task A_connection_of_the_project_is_used_by_others_and_followed()
    {
        var used = new Dictionary<string, ConnectionSpec>
        {
            ["mail"] = new() { From = Shop, Env = new Dictionary<string, string> { ["url"] = "SHOP_URL" } },
        };
        await Agent.PutAsync(Consumer(1, spec => spec with { Connections = used }));
        var waiting = await Agent.PhaseAsync(Id, IntentPhase.Waiting, 1);
        Assert.Contains("connection mail: no component of that name declares it for the project", waiting.Message, StringComparison.Ordinal);

        await Agent.PutAsync(Provider(1, spec => spec with { Connections = Mail("https://mail.example.com/v1") }));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        Assert.Equal("https://mail.example.com/v1", await ToldAsync());

        await Agent.PutAsync(Provider(2, spec => spec with { Connections = Mail("https://mail.example.com/v2") }));
        await Until.TrueAsync(async () => await ToldAsync() == "https://mail.example.com/v2", TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_status_edited_by_hand_leads_nobody_astray()
    {
        await Agent.PutAsync(Provider(1));
        await Agent.PutAsync(Consumer(1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        var resource = (await Cluster.GetAsync("pdp.dev/v1", "Intent", Namespace, Id))!;

        await Cluster.Admin.PatchAsync(
            Kubernetes.ObjectReference.Of(resource),
            JsonNode.Parse("""{"status":{"connections":[{"name":"shop","provider":"x/y","endpoint":"http","url":"http://evil.example","port":1,"targetPort":"x"}]}}""")!.AsObject(),
            new Kubernetes.Verbs.PatchOptions { FieldManager = "kubectl-edit", Subresource = "status" },
            Ct);
        await Until.TrueAsync(() => Agent.Journal.Find(Id)!.Status.Connections is [{ Port: 1 }]);
        await LookAgainAsync();

        await Agent.StatusAsync(Id, status => status.Connections is [{ Port: 8080 }]);
        Assert.Equal(Url(8080), await ToldAsync());
    }

    private string Provider(long generation, Func<ComponentSpec, ComponentSpec>? change = null) =>
        Sign(Shop, generation, (change ?? (spec => spec))(TestPlane.Spec()), project: Id);

    private string Consumer(long generation, Func<ComponentSpec, ComponentSpec>? change = null, string? project = null)
    {
        var spec = TestPlane.Spec() with { Connections = Connection("shop", new ConnectionTarget { Project = project, Component = Shop }) };
        return Sign(Id, generation, (change ?? (s => s))(spec), project: Id);
    }

    private string Sign(string id, long generation, ComponentSpec spec, string project) =>
        Plane.Sign(Plane.Metadata(id, generation) with { Component = id, Project = project }, spec);

    private static Dictionary<string, ConnectionSpec> Connection(string name, ConnectionTarget to) => new()
    {
        [name] = new() { To = to, Env = new Dictionary<string, string> { ["url"] = "SHOP_URL" } },
    };

    private static Dictionary<string, ConnectionSpec> Mail(string url) => new() { ["mail"] = new() { Url = url, Scope = ConnectionScope.Project } };

    private static Dictionary<string, EndpointSpec> Endpoint(EndpointSpec endpoint) => new() { ["http"] = endpoint };

    private string Url(int port)
    {
        var metadata = Plane.Metadata(Shop, 1) with { Project = Id };
        return $"http://{Shop}.{IntentRenderer.NamespaceOf(metadata)}.svc.cluster.local:{port}";
    }

    // What the containers are told by now.
    private async Task<string?> ToldAsync()
    {
        var workload = await Cluster.OneAsync("apps/v1", "Deployment", Id);
        var env = workload["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!.AsArray();
        return (string?)env.Single(variable => (string?)variable!["name"] == "SHOP_URL")!["value"];
    }
}
