using System.Text.Json.Serialization;
using Pdp.Observability.Access;
using Pdp.Protocol;
using Pdp.Protocol.Intents;

namespace Pdp.Observability.Components;

/// <summary>How the routes for components write JSON. Phases, reasons and health are written as the Intent's status has them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters = [typeof(UtcTime), typeof(CamelCaseEnumConverter<ComponentType>), typeof(CamelCaseEnumConverter<TrafficSplit>)])]
[JsonSerializable(typeof(ComponentsAnswer))]
[JsonSerializable(typeof(RolloutAnswer))]
internal sealed partial class ComponentsJsonContext : JsonSerializerContext;
