using System.Text.Json.Serialization;
using Pdp.Core.Logs;
using Pdp.Observability.Access;
using Pdp.Protocol;

namespace Pdp.Observability.Logs;

/// <summary>How the routes for logs read and write JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters = [typeof(UtcTime), typeof(CamelCaseEnumConverter<Severity>), typeof(CamelCaseEnumConverter<LogOrder>)])]
[JsonSerializable(typeof(LogSearch))]
[JsonSerializable(typeof(LogAnswer))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(TailGap))]
[JsonSerializable(typeof(TailEnd))]
internal sealed partial class LogsJsonContext : JsonSerializerContext;
