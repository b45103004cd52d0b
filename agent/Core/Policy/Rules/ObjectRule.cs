using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy.Rules;

/// <summary>A rule about single objects.</summary>
internal abstract class ObjectRule : IPolicyRule
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(PolicySubject subject, PolicyRules rules) =>
        subject.Objects.SelectMany(wanted => Check(wanted, subject.Request, rules));

    /// <summary>What is not allowed of one object.</summary>
    protected abstract IEnumerable<Finding> Check(CheckedObject wanted, PolicyRequest request, PolicyRules rules);
}
