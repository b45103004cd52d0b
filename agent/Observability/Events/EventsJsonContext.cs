using System.Text.Json.Serialization;
using Pdp.Observability.Access;
using Pdp.Observability.Logs;
using Pdp.PlaneStore.Events;
using Pdp.Protocol;

namespace Pdp.Observability.Events;

/// <summary>How the route for events reads and writes JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters =
    [
        typeof(UtcTime), typeof(CamelCaseEnumConverter<LogOrder>), typeof(CamelCaseEnumConverter<EventType>), typeof(CamelCaseEnumConverter<EventOrigin>),
    ])]
[JsonSerializable(typeof(EventSearch))]
[JsonSerializable(typeof(EventsAnswer))]
internal sealed partial class EventsJsonContext : JsonSerializerContext;
