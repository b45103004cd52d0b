using Pdp.ControlStub.Compile;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Apply;

/// <summary>Makes the deployments of bindings that were applied, so that what came as a document can be promoted and gone back to.</summary>
internal static class AppliedDeployments
{
    /// <summary>The deployment of a binding that became an intent.</summary>
    public static DeploymentWrite Of(CompiledBinding compiled, Caller caller, DateTimeOffset now)
    {
        var parts = compiled.Parts!;
        var deployment = new DeploymentRecord(
            parts.Key, 0, DeploymentWay.Applied, parts.Release, parts.Values.ToJsonString(), parts.Digests, parts.Plane, parts.Intent, 0, null, caller.Actor,
            caller.Reason, now);
        return new DeploymentWrite(deployment, NewRelease: compiled.NewRelease);
    }
}
