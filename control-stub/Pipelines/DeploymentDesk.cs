using System.Text.Json.Nodes;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Releases;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Pipelines;

/// <summary>Where releases are deployed, gone back to, and given other values. Promotions are another desk's.</summary>
internal sealed class DeploymentDesk(IControlStore store, Deployer deployer, TimeProvider time)
{
    /// <summary>Deployments looked at for one to go back to.</summary>
    private const int LookedAt = 100;

    private readonly PipelineBook _pipelines = new(store.Promotions);

    /// <summary>Deploys a release where releases begin.</summary>
    public async Task<DeploymentAnswer> DeployAsync(Caller caller, BindingKey key, string release, CancellationToken cancellationToken)
    {
        if (await StageAsync(key, cancellationToken) is not { } stage)
            return NoStage();
        if (!stage.IsFirst)
            return DeploymentAnswer.Refused(
                FindingRules.NoPath, "environment", $"is not where releases begin; promote the release from {string.Join(" or ", stage.After)}");
        return await store.Releases.FindAsync(key.Release(release), cancellationToken) is { } found
            ? Guarded(caller, key, stage) ?? await deployer.DeployAsync(caller, Order(key, stage, found, DeploymentWay.Deployed), cancellationToken)
            : NoRelease();
    }

    /// <summary>Goes back to a release that was deployed there before; to the last other one where none is named.</summary>
    public async Task<DeploymentAnswer> RollBackAsync(Caller caller, BindingKey key, string? release, CancellationToken cancellationToken)
    {
        var binding = await store.Releases.BindingAsync(key, cancellationToken);
        var history = await store.Releases.DeploymentsAsync(key, before: null, LookedAt, cancellationToken);
        var placements = await store.Releases.PlacementsAsync([key], cancellationToken);
        if (binding is not { Release: { } current } || placements.Count == 0)
            return DeploymentAnswer.Refused(FindingRules.NotThere, "environment", "has nothing deployed of this component");
        var target = history.FirstOrDefault(d => release is null ? d.Release != current : d.Release == release);
        if (target is null)
            return DeploymentAnswer.Refused(
                FindingRules.NotThere, "release", release is null ? "is the only one that was ever deployed there" : "was never deployed there; promote it");
        if (await store.Releases.FindAsync(key.Release(target.Release), cancellationToken) is not { } found)
            return DeploymentAnswer.Refused(FindingRules.NotThere, "release", "is not kept any more; --releases-kept says how many are");
        return await deployer.DeployAsync(caller, Order(key, placements, found, DeploymentWay.RolledBack), cancellationToken);
    }

    /// <summary>Puts what an environment says of a component; what is deployed there follows at once.</summary>
    public async Task<DeploymentAnswer> PutValuesAsync(Caller caller, BindingKey key, JsonObject values, CancellationToken cancellationToken)
    {
        var report = new DocumentReport();
        EnvironmentValues.Check(values, report);
        if (report.Errors.Count > 0)
            return DeploymentAnswer.Failed(DeskOutcome.Invalid, report.Errors);
        if (await StageAsync(key, cancellationToken) is { } stage && Guarded(caller, key, stage) is { } guarded)
            return guarded;
        var binding = await store.Releases.BindingAsync(key, cancellationToken);
        var now = time.GetUtcNow();
        var placements = await store.Releases.PlacementsAsync([key], cancellationToken);
        if (binding is { Release: { } current } && placements.Count > 0)
            return await store.Releases.FindAsync(key.Release(current), cancellationToken) is { } release
                ? await deployer.DeployAsync(
                    caller, Order(key, placements, release, DeploymentWay.Reconfigured) with { NewValues = values.ToJsonString() }, cancellationToken)
                : NoRelease();
        await store.Releases.PutValuesAsync(key, values.ToJsonString(), now, ReleaseHappenings.ValuesChanged(key, now).By(caller), cancellationToken);
        return new DeploymentAnswer(DeskOutcome.Done, "");
    }

    /// <summary>What no release of that name is answered.</summary>
    public static DeploymentAnswer NoRelease() =>
        DeploymentAnswer.Refused(FindingRules.NotThere, "release", "must be a release of the component; GET /api/v1/releases lists those there are");

    /// <summary>What an environment that no pipeline of the project has is answered.</summary>
    public static DeploymentAnswer NoStage() =>
        DeploymentAnswer.Refused(FindingRules.NoPath, "environment", "must be one of the project's pipeline; GET /api/v1/pipelines lists those there are");

    private async Task<Stage?> StageAsync(BindingKey key, CancellationToken cancellationToken) =>
        (await _pipelines.OfAsync(key.Organization, key.Project, cancellationToken))?.Stage(key.Environment);

    private static DeploymentAnswer? Guarded(Caller caller, BindingKey key, Stage stage) =>
        stage.Approvals is { Role: var role } && !caller.Access.Has(role, key.Scope)
            ? DeploymentAnswer.Failed(
                DeskOutcome.Forbidden, new Finding(FindingRules.Guarded, "environment", $"takes {role.Name()} on {key.Scope}, for its pipeline asks for approvals"))
            : null;

    private static DeploymentOrder Order(BindingKey key, Stage stage, ReleaseRecord release, DeploymentWay way) => new(key, stage.Planes, release, way, release.Digests);

    private static DeploymentOrder Order(BindingKey key, IReadOnlyList<Placement> placements, ReleaseRecord release, DeploymentWay way) =>
        new(key, [.. placements.Select(p => p.Plane)], release, way, release.Digests);
}
