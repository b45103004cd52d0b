using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Store;
using Pdp.Protocol;
using Pdp.Protocol.Schema;

namespace Pdp.ControlStub.Api.Answers;

/// <summary>How answers are written: camelCase, what is null left out.</summary>
[JsonSerializable(typeof(PlaneAnswer))]
[JsonSerializable(typeof(PlaneListAnswer))]
[JsonSerializable(typeof(IntentAnswer))]
[JsonSerializable(typeof(IntentListAnswer))]
[JsonSerializable(typeof(IntentStatusAnswer))]
[JsonSerializable(typeof(ChangeAnswer))]
[JsonSerializable(typeof(PlanAnswer))]
[JsonSerializable(typeof(ApplyBody))]
[JsonSerializable(typeof(HeldListAnswer))]
[JsonSerializable(typeof(AdoptionAnswer))]
[JsonSerializable(typeof(ResignAnswer))]
[JsonSerializable(typeof(KeyAnswer))]
[JsonSerializable(typeof(KeyListAnswer))]
[JsonSerializable(typeof(TrustAnswer))]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(UserListAnswer))]
[JsonSerializable(typeof(WhoAmIAnswer))]
[JsonSerializable(typeof(TokenListAnswer))]
[JsonSerializable(typeof(NewTokenAnswer))]
[JsonSerializable(typeof(ObservabilityTokenAnswer))]
[JsonSerializable(typeof(ReleaseAnswer))]
[JsonSerializable(typeof(ReleaseListAnswer))]
[JsonSerializable(typeof(BindingAnswer))]
[JsonSerializable(typeof(BindingListAnswer))]
[JsonSerializable(typeof(HistoryAnswer))]
[JsonSerializable(typeof(PromotionAnswer))]
[JsonSerializable(typeof(PromotionListAnswer))]
[JsonSerializable(typeof(DeploymentBody))]
[JsonSerializable(typeof(ServiceListAnswer))]
[JsonSerializable(typeof(PipelineAnswer))]
[JsonSerializable(typeof(PipelineListAnswer))]
internal sealed partial class AnswerJson : JsonSerializerContext
{
    /// <summary>Writes answers and the parts of the contract in them.</summary>
    public static JsonSerializerOptions Writing { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            TypeInfoResolver = JsonTypeInfoResolver.Combine(new AnswerJson(), IntentJson.Default),
            Converters = { new CamelCaseEnumConverter<PutResult>(), new CamelCaseEnumConverter<DeploymentWay>(), new CamelCaseEnumConverter<PromotionState>() },
        };
        options.MakeReadOnly();
        return options;
    }
}
