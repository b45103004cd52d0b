using System.Text.Json;
using Pdp.Protocol.Frames;

namespace Pdp.Core.Ports;

/// <summary>Answers the closed list of questions a control plane may ask about one intent.</summary>
public interface IAnswerAsk
{
    /// <summary>Answers one question. Never a secret's value, and nothing that was not made by the intent.</summary>
    /// <param name="kind"><see cref="AskKind.Plan"/> or <see cref="AskKind.Describe"/>.</param>
    /// <param name="id">The intent asked about; it may not exist.</param>
    /// <param name="cancellationToken">The asker has gone, or the time for an answer is over.</param>
    Task<AskAnswer> AnswerAsync(AskKind kind, string id, CancellationToken cancellationToken);
}

/// <summary>An answer, or why there is none: exactly one of the two.</summary>
/// <param name="Result">The answer, by kind.</param>
/// <param name="Error">Why there is none, for people.</param>
public sealed record AskAnswer(JsonElement? Result, string? Error = null);
