using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Core.Plan;
using Pdp.Core.Ports;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Schema;

namespace Pdp.Daemon.Reconcile;

/// <summary>Answers what a control plane may ask: the full status of an intent, and what applying it now would change.</summary>
internal sealed class AskAnswers(IIntentStore intents, DocumentReading reading, Foresight foresight) : IAnswerAsk
{
    /// <inheritdoc/>
    public async Task<AskAnswer> AnswerAsync(AskFrame ask, CancellationToken cancellationToken)
    {
        if (intents.Find(ask.Id ?? "") is not { } stored) return new AskAnswer(null, "there is no such intent on this plane");
        return ask.Kind switch
        {
            AskKind.Describe => Describe(stored, ask.Document),
            AskKind.Plan => await PlanAsync(stored, cancellationToken),
            _ => new AskAnswer(null, "this agent does not answer this question"),
        };
    }

    // The control plane may have lost what it signed. Its own words are all it gets, and only while their signature holds.
    private AskAnswer Describe(StoredIntent stored, bool withDocument)
    {
        var status = JsonSerializer.SerializeToElement(stored.Status, IntentJson.Default.IntentStatus);
        if (!withDocument) return new AskAnswer(status);
        if (reading.Read(stored).Intent is not { } intent) return new AskAnswer(null, "what is held was not signed by a key this agent pins");
        var answer = JsonObject.Create(status)!;
        answer["document"] = intent.Jws;
        return new AskAnswer(JsonSerializer.SerializeToElement(answer, AnswerJson.Default.JsonObject));
    }

    private async Task<AskAnswer> PlanAsync(StoredIntent stored, CancellationToken cancellationToken)
    {
        try
        {
            var work = await foresight.LookAsync(stored, reading.Read(stored), cancellationToken);
            var target = work.Target;
            var answer = new JsonObject
            {
                ["generation"] = target.Choice.Generation,
                ["blocked"] = new JsonArray([.. (target.Blocker?.Reasons ?? []).Select(reason => (JsonNode?)reason.ToString())]),
                ["steps"] = new JsonArray([.. work.Plan.Steps.Select(step => (JsonNode?)Describe(step))]),
            };
            return new AskAnswer(JsonSerializer.SerializeToElement(answer, AnswerJson.Default.JsonObject));
        }
        catch (ClusterException failure)
        {
            return new AskAnswer(null, failure.Message);
        }
    }

    // Names of fields and no values: what lives in the cluster is not the control plane's to read.
    private static JsonObject Describe(PlanStep step) => new()
    {
        ["action"] = step.Action.ToString(),
        ["object"] = step.Key.ToString(),
        ["fields"] = new JsonArray([.. step.Fields.Select(field => (JsonNode?)field)]),
        ["message"] = step.Message,
    };
}

/// <summary>How answers are written.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(JsonObject))]
internal sealed partial class AnswerJson : System.Text.Json.Serialization.JsonSerializerContext;
