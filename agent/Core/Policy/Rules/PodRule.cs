using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy.Rules;

/// <summary>A rule about pods: asked of every pod there is in any object.</summary>
internal abstract class PodRule : IPolicyRule
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(PolicySubject subject, PolicyRules rules) => subject.Pods.SelectMany(pod => Check(pod, rules));

    /// <summary>What is not allowed of one pod.</summary>
    protected abstract IEnumerable<Finding> Check(FoundPod pod, PolicyRules rules);
}
