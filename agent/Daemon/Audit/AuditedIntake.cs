using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Audit;

/// <summary>Writes down every answer of the door before it is given.</summary>
internal sealed class AuditedIntake(IIntake door, IAuditTrail trail) : IIntake
{
    /// <inheritdoc/>
    public async Task<IntakeAnswer> AcceptAsync(string jws, CancellationToken cancellationToken) =>
        await RecordAsync(AuditTypes.IntentAnswered, await door.AcceptAsync(jws, cancellationToken));

    /// <inheritdoc/>
    public async Task<IntakeAnswer> RemoveAsync(string jws, CancellationToken cancellationToken) =>
        await RecordAsync(AuditTypes.RemovalAnswered, await door.RemoveAsync(jws, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<IntentStamp>> InventoryAsync(CancellationToken cancellationToken) => door.InventoryAsync(cancellationToken);

    private async Task<IntakeAnswer> RecordAsync(string type, IntakeAnswer answer)
    {
        await trail.RecordAsync(new AuditEvent(type)
        {
            Intent = answer.Id,
            Generation = answer.Generation,
            Document = answer.Hash,
            Outcome = answer.Outcome.ToString(),
            Reasons = [.. answer.Reasons.Select(reason => $"{reason.Reason}: {reason}")],
        });
        return answer;
    }
}
