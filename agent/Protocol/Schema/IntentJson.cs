using System.Text.Json.Serialization;
using Pdp.Protocol.Intents;

namespace Pdp.Protocol.Schema;

/// <summary>How intent documents and their status are written as JSON: camelCase, nulls left out, duplicate names refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    MaxDepth = ProtocolLimits.Depth)]
[JsonSerializable(typeof(IntentDocument))]
[JsonSerializable(typeof(ComponentSpec))]
[JsonSerializable(typeof(ManifestsSpec))]
[JsonSerializable(typeof(TaskRunSpec))]
[JsonSerializable(typeof(RemovalSpec))]
[JsonSerializable(typeof(IntentStatus))]
[JsonSerializable(typeof(IReadOnlyList<RefusalReason>))]
public sealed partial class IntentJson : JsonSerializerContext;
