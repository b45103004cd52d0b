using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pdp.Protocol.Schema;

namespace Pdp.ControlStub.Store.Snapshots;

/// <summary>How records look in a backup: one JSON object a line.</summary>
[JsonSerializable(typeof(SnapshotRecord))]
internal sealed partial class SnapshotJson : JsonSerializerContext
{
    /// <summary>Reads and writes records and the parts of the contract in them.</summary>
    public static JsonTypeInfo<SnapshotRecord> Contract { get; } = (JsonTypeInfo<SnapshotRecord>)Writing().GetTypeInfo(typeof(SnapshotRecord));

    private static JsonSerializerOptions Writing()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            TypeInfoResolver = JsonTypeInfoResolver.Combine(new SnapshotJson(), IntentJson.Default),
            Converters = { new JsonStringEnumConverter<TokenUse>(), new JsonStringEnumConverter<DeploymentWay>(), new JsonStringEnumConverter<PromotionState>() },
        };
        options.MakeReadOnly();
        return options;
    }
}
