using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>One rule between the fields of a component.</summary>
internal interface IComponentRule
{
    /// <summary>Reports every place that breaks the rule.</summary>
    void Check(ComponentSpec spec, RuleReport report);
}
