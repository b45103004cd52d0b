using System.Text.Json;
using Pdp.Protocol.Frames;

namespace Pdp.Core.Ports;

/// <summary>Answers the closed list of questions a control plane may ask about one intent.</summary>
public interface IAnswerAsk
{
    /// <summary>Answers one question. Never a secret's value, and nothing that was not made by the intent.</summary>
    /// <param name="ask">A question of <see cref="AskKind.Plan"/> or <see cref="AskKind.Describe"/>; its intent may not exist.</param>
    /// <param name="cancellationToken">The asker has gone, or the time for an answer is over.</param>
    Task<AskAnswer> AnswerAsync(AskFrame ask, CancellationToken cancellationToken);
}

/// <summary>An answer, or why there is none: exactly one of the two.</summary>
/// <param name="Result">The answer, by kind.</param>
/// <param name="Error">Why there is none, for people.</param>
public sealed record AskAnswer(JsonElement? Result, string? Error = null);
