using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Ports;

/// <summary>Where the channel hands over what the control plane signed. Every call returns only once its outcome is durable.</summary>
public interface IIntake
{
    /// <summary>Verifies, checks and stores an intent.</summary>
    /// <param name="jws">Compact JWS as it came.</param>
    /// <param name="cancellationToken">Gives up waiting; the intent may have been stored all the same.</param>
    /// <exception cref="IntakeUnavailableException">The cluster cannot be written now; nothing was decided, send it again.</exception>
    Task<IntakeAnswer> AcceptAsync(string jws, CancellationToken cancellationToken);

    /// <summary>Verifies a removal and records that the intent is to be pruned and forgotten.</summary>
    /// <param name="jws">Compact JWS as it came.</param>
    /// <param name="cancellationToken">Gives up waiting; the removal may have been recorded all the same.</param>
    /// <exception cref="IntakeUnavailableException">The cluster cannot be written now; nothing was decided, send it again.</exception>
    Task<IntakeAnswer> RemoveAsync(string jws, CancellationToken cancellationToken);

    /// <summary>What is held now, removals under way not counted; ordered by id.</summary>
    Task<IReadOnlyList<IntentStamp>> InventoryAsync(CancellationToken cancellationToken);
}

/// <summary>What became of an intent or a removal.</summary>
/// <param name="Id">The intent; empty when it could not be read that far.</param>
/// <param name="Generation">The generation answered; 0 when unknown.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reasons">Every reason of a refusal; empty otherwise.</param>
/// <param name="Hash">Hash of the payload, when there was one.</param>
/// <param name="Held">The newest generation known, when it is above the one answered.</param>
public sealed record IntakeAnswer(
    string Id, long Generation, AckOutcome Outcome, IReadOnlyList<RefusalReason> Reasons, string? Hash = null, long? Held = null);

/// <summary>The cluster cannot be written now; the sender keeps the intent and tries again.</summary>
/// <param name="message">Why, for people.</param>
/// <param name="inner">The cause.</param>
public sealed class IntakeUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
