using System.Text.Json;
using System.Text.Json.Serialization;
using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Gateway.Questions;

/// <summary>What came of a question to an agent.</summary>
/// <param name="Kind">Whether there is an answer.</param>
/// <param name="Result">The agent's answer, as it came; null unless it answered with one.</param>
/// <param name="Error">Why the agent cannot say; null otherwise.</param>
internal sealed record QuestionAnswer(QuestionAnswerKind Kind, JsonElement? Result = null, string? Error = null)
{
    /// <summary>The agent is asked too much already, or its session ended.</summary>
    public static QuestionAnswer Busy { get; } = new(QuestionAnswerKind.Busy);

    /// <summary>The agent did not answer in time.</summary>
    public static QuestionAnswer Late { get; } = new(QuestionAnswerKind.Late);

    /// <summary>No process holds a session of the plane.</summary>
    public static QuestionAnswer NotConnected { get; } = new(QuestionAnswerKind.NotConnected);

    /// <summary>What a frame says.</summary>
    public static QuestionAnswer Of(AnswerFrame frame) => new(QuestionAnswerKind.Answered, frame.Result, frame.Error);
}

/// <summary>What may come of a question.</summary>
internal enum QuestionAnswerKind
{
    Answered,
    Busy,
    Late,
    NotConnected,
}

/// <summary>How answers look between processes.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(QuestionAnswer))]
internal sealed partial class QuestionJson : JsonSerializerContext;
