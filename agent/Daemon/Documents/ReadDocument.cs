using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Documents;

/// <summary>What a resource says.</summary>
/// <param name="Intent">The intent; null when the resource was edited or never signed.</param>
/// <param name="Removal">Its removal; null unless it is to go.</param>
/// <param name="Refusals">Every reason why the intent is not acted on.</param>
internal sealed record ReadDocument(VerifiedIntent? Intent, VerifiedIntent? Removal, IReadOnlyList<RefusalReason> Refusals)
{
    /// <summary>Whether an agent's own write of it landed after the intent had been removed: nobody waits for it, and nothing was made of it.</summary>
    public bool CameLate { get; init; }
}
