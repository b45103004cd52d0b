using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Core.Ports;
using Pdp.Daemon.Policy;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile.Steps;

/// <summary>What people say to a rollout that is under way, while the customer's maintenance window is closed.</summary>
public sealed class ApprovalWindowTests(TestCluster cluster) : StepsTest(cluster)
{
    private static readonly RolloutSpec _canary = new(DeadlineSeconds: 30, ScaleDownDelaySeconds: 0)
    {
        Strategy = RolloutStrategy.Canary,
        Steps = [new RolloutStep { Weight = 25 }, new RolloutStep { Approval = "more" }],
    };

    [Fact]
    public async Task An_approval_waits_for_the_window_and_the_rollout_stands_still()
    {
        var revision = await WaitingForApprovalAsync();

        await PutAsync(3, "app:2", _canary with { Approvals = [new RolloutApproval { Name = "more", Revision = revision }] });
        var status = await Agent.PhaseAsync(Id, IntentPhase.Waiting, 3);
        Assert.Equal(FailureReason.OutsideWindow, status.Reason);
        Assert.Contains($"waits with the approval more of revision {revision}, and the rollout stands still: the maintenance window is closed", status.Message, StringComparison.Ordinal);
        await LookAgainAsync();
        Assert.Equal(("app:1 3, app:2 1", "all"), (await PodsAsync(), await LeadsToAsync()));

        Replace(new MaintenanceRules());
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 3);
        await QuietAsync();
        Assert.Equal(("app:2 4", "app:2"), (await PodsAsync(), await LeadsToAsync()));
    }

    [Fact]
    public async Task Giving_up_does_not_wait()
    {
        var revision = await WaitingForApprovalAsync();

        await PutAsync(3, "app:2", _canary with { Abort = revision });

        var status = await Agent.StatusAsync(Id, s => s.Phase == IntentPhase.RolledBack && s.Inventory.Count(e => e.Kind == "Deployment") == 1);
        Assert.Equal((FailureReason.RolloutAborted, 1L), (status.Reason, status.RunningGeneration));
    }

    [Fact]
    public async Task Another_revision_waits_and_the_one_that_ran_is_kept()
    {
        await WaitingForApprovalAsync();

        await PutAsync(3, "app:3", _canary);

        var status = await Agent.PhaseAsync(Id, IntentPhase.Waiting, 3);
        Assert.Contains("generation 3 waits: the maintenance window is closed", status.Message, StringComparison.Ordinal);
        await Until.TrueAsync(async () => (await PodsAsync()).Contains("app:1 4", StringComparison.Ordinal));
    }

    private async Task<string> WaitingForApprovalAsync()
    {
        await FirstAsync(_canary);
        await PutAsync(2, "app:2", _canary);
        var revision = (await StandsAsync(1)).Rollout!.Revision!;
        // Open for a minute, half a year from now.
        Replace(new MaintenanceRules { Windows = [new($"0 0 1 {((TimeProvider.System.GetUtcNow().Month + 5) % 12) + 1} *", 1)] });
        await QuietAsync();
        return revision;
    }

    private void Replace(MaintenanceRules maintenance)
    {
        Agent.Get<CurrentPolicy>().Replace(new CustomerPolicy(PolicyRules.Default with { Maintenance = maintenance }, []));
        Agent.Get<IPolicyObserver>().PolicyChanged();
    }
}
