using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy.Rules;

/// <summary>No workload has more replicas than allowed, and none an autoscaler could make more.</summary>
internal sealed class ReplicaRule : ObjectRule
{
    /// <inheritdoc/>
    public override string Name => "replicas";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(CheckedObject wanted, PolicyRequest request, PolicyRules rules) =>
        rules.MaxReplicas is { } most
            ? ReplicaCount.Fields(wanted)
                .Where(field => field.Value.Number() is not { } number || number > most || number < 0)
                .Select(field => wanted.Finding(field.Path, $"must be at most {most}"))
            : [];
}
