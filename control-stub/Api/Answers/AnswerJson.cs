using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pdp.ControlStub.Intents;
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
            Converters = { new CamelCaseEnumConverter<PutResult>() },
        };
        options.MakeReadOnly();
        return options;
    }
}
