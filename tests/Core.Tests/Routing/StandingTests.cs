using System.Text.Json.Nodes;
using Pdp.Core.Rollout;
using Pdp.Core.Routing;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Routing;

public sealed class StandingTests
{
    [Theory]
    [InlineData(IntentPhase.Healthy, "True", 3, true, Standing.Healthy)]
    [InlineData(IntentPhase.RolledBack, "True", 2, true, Standing.Healthy)]
    [InlineData(IntentPhase.Waiting, "True", 2, true, Standing.Healthy)]
    [InlineData(IntentPhase.Progressing, "False", 2, true, Standing.Serving)]
    [InlineData(IntentPhase.Degraded, "False", 2, true, Standing.Ailing)]
    [InlineData(IntentPhase.Healthy, "True", 3, false, Standing.Down)]
    [InlineData(IntentPhase.Progressing, "False", 0, true, Standing.Down)]
    [InlineData(IntentPhase.Suspended, "True", 3, true, Standing.Leaving)]
    [InlineData(IntentPhase.Removing, "True", 3, true, Standing.Leaving)]
    public void It_follows_from_the_status_and_the_endpoints(IntentPhase phase, string healthy, long running, bool isReady, Standing expected)
    {
        var status = new IntentStatus
        {
            Phase = phase,
            RunningGeneration = running,
            Conditions = [new StatusCondition(Conditions.Healthy, healthy, "x", "", 1, DateTimeOffset.UnixEpoch)],
        };
        Assert.Equal(expected, StandingOf.Version(status, isLeaving: false, isReady));
        Assert.Equal(Standing.Leaving, StandingOf.Version(status, isLeaving: true, isReady));
    }

    [Theory]
    [InlineData("{conditions: {ready: true}}", true)]
    [InlineData("{conditions: {ready: false}}", false)]
    [InlineData("{conditions: {}}", true)]
    [InlineData("{}", true)]
    public void An_endpoint_is_ready_unless_it_says_no(string endpoint, bool expected)
    {
        var slice = Support.Yaml.Documents($"metadata: {{labels: {{kubernetes.io/service-name: api}}}}\nendpoints: [{endpoint}]").Single();
        Assert.Equal(expected, StandingOf.HasReady([slice], "api"));
        Assert.False(StandingOf.HasReady([slice], "other"));
        Assert.False(StandingOf.HasReady(Array.Empty<JsonObject>(), "api"));
    }
}
