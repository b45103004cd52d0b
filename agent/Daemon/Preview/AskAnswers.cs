using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Daemon.Reconcile;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Schema;

namespace Pdp.Daemon.Preview;

/// <summary>Answers what a control plane may ask: the full status of an intent, and what applying it now would change.</summary>
internal sealed class AskAnswers(IIntentStore intents, DocumentReading reading, Foresight foresight, StepPreview steps) : IAnswerAsk
{
    // An answer is one frame; whoever wants all of a plan this large asks in the cluster.
    private const int MostObjects = 600;
    private const int MostFields = 20;

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
            var objects = await steps.LookAsync(work, cancellationToken);
            var answer = new JsonObject
            {
                ["generation"] = work.Target.Choice.Generation,
                ["blocked"] = new JsonArray([.. (work.Target.Blocker?.Reasons ?? []).Select(reason => (JsonNode?)reason.ToString())]),
                ["waits"] = new JsonArray([.. (work.Target.HeldBack?.Reasons ?? []).Select(reason => (JsonNode?)reason.ToString())]),
                ["rollout"] = TestPreview.StepsOf(work.Target.Stage),
                ["tests"] = new JsonArray([.. TestPreview.Of(work.Target).Select(test => (JsonNode?)Describe(test))]),
                ["steps"] = new JsonArray([.. objects.Take(MostObjects).Select(o => (JsonNode?)Describe(o))]),
                ["more"] = Math.Max(0, objects.Count - MostObjects),
            };
            return new AskAnswer(JsonSerializer.SerializeToElement(answer, AnswerJson.Default.JsonObject));
        }
        catch (ClusterException failure)
        {
            return new AskAnswer(null, failure.Message);
        }
    }

    // Names of fields and no values: what lives in the cluster is not the control plane's to read.
    private static JsonObject Describe(ObjectPreview o) => new()
    {
        ["action"] = o.Action.ToString(),
        ["object"] = o.Key.ToString(),
        ["fields"] = new JsonArray([.. FieldsOf(o).Take(MostFields).Select(field => (JsonNode?)field)]),
        ["moreFields"] = Math.Max(0, FieldsOf(o).Count() - MostFields),
        ["restarts"] = o.Restarts,
        ["message"] = o.Message,
    };

    private static JsonObject Describe(TestPreview test) => new() { ["name"] = test.Name, ["step"] = test.Step, ["steps"] = test.Steps };

    // Of what is new every field is.
    private static IEnumerable<string> FieldsOf(ObjectPreview o) =>
        o.Action == Core.Plan.PlanAction.Configure ? o.Changes.Select(change => change.Path) : [];
}

/// <summary>How answers are written.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(JsonObject))]
internal sealed partial class AnswerJson : System.Text.Json.Serialization.JsonSerializerContext;
