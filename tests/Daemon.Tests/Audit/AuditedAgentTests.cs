using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Pdp.Core.Ports;
using Pdp.Daemon.Audit;
using Pdp.Daemon.Hosting;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Audit;

/// <summary>An agent at work leaves a record of everything it decided and wrote.</summary>
public sealed class AuditedAgentTests(TestCluster cluster)
{
    [Fact]
    public async Task Every_answer_and_every_write_has_a_record_with_its_intent()
    {
        var trail = new RememberedTrail();
        using var plane = new TestPlane();
        var ns = $"pdp-audit-{Guid.NewGuid():N}"[..30];
        await using var agent = await TestAgent.StartAsync(cluster, plane, ns, change: services => services
            .Decorate<IIntake>((_, door) => new AuditedIntake(door, trail))
            .Decorate<IKubernetesApi>((_, api) => new AuditedKubernetesApi(api, trail)));
        await Until.TrueAsync(() => agent.Get<ILeadership>().IsLeader);
        var id = $"audit-{Guid.NewGuid():N}"[..20];

        await agent.PutAsync(plane.Manifests(id, 1, Workloads.ConfigMap("one"), Workloads.ConfigMap("two")));
        await agent.PhaseAsync(id, IntentPhase.Healthy, 1);
        await agent.PutAsync(plane.Manifests(id, 2, Workloads.ConfigMap("one", "2")));
        await agent.PhaseAsync(id, IntentPhase.Healthy, 2);
        await Until.TrueAsync(() => trail.Of("ConfigMap", "two", "delete").Any());
        const string Role = """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"r"}}""";
        await agent.PutAsync(plane.Manifests(id, 3, JsonNode.Parse(Role)!.AsObject()));
        await agent.PutAsync("no.signed.document");

        Assert.Equal(
            ["Stored 1", "Stored 2", "Refused 3", "Refused 0"],
            trail.All.Where(e => e.Type == AuditTypes.IntentAnswered).Select(e => $"{e.Outcome} {e.Generation}"));
        var refused = trail.All.Single(e => e is { Outcome: "Refused", Generation: 3 });
        Assert.Contains("policy.kinds: ", Assert.Single(refused.Reasons!), StringComparison.Ordinal);
        Assert.Equal("Created", Assert.Single(trail.Of("ConfigMap", "two", "apply")).Outcome);
        Assert.Equal(["Created", "Configured"], trail.Of("ConfigMap", "one", "apply").Select(e => e.Outcome));
        Assert.Equal("Deleted", Assert.Single(trail.Of("ConfigMap", "two", "delete")).Outcome);
        var inDataPlane = trail.All.Where(e => e.Object?.Contains("/dp-", StringComparison.Ordinal) ?? false);
        Assert.All(inDataPlane, e => Assert.Equal(id, e.Intent));
        Assert.DoesNotContain(trail.All, e => e.Object?.Contains("Lease", StringComparison.Ordinal) ?? false);
        Assert.All(trail.All, e => Assert.True(e.Intent is not null || e.Object is not null));
    }
}
