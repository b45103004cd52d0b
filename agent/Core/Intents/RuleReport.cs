using Pdp.Protocol;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>Collects broken rules, in the order they are found, up to what one acknowledgement carries.</summary>
internal sealed class RuleReport
{
    private readonly List<RefusalReason> _reasons = [];

    /// <summary>What was found.</summary>
    public IReadOnlyList<RefusalReason> Reasons => _reasons;

    /// <summary>Adds a broken rule.</summary>
    /// <param name="path">Where, such as <c>spec.endpoints.rest.targetPort</c>.</param>
    /// <param name="message">What to change.</param>
    /// <param name="reason">Which kind of rule.</param>
    public void Add(string path, string message, FailureReason reason = FailureReason.SchemaInvalid)
    {
        if (_reasons.Count < ProtocolLimits.Reasons)
            _reasons.Add(new RefusalReason(reason, path, message));
    }
}
