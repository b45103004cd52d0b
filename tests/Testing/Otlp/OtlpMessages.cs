using System.Globalization;
using System.Text;

namespace Pdp.Testing.Otlp;

/// <summary>Reads the requests of OTLP (opentelemetry-proto, trace/v1 and metrics/v1) as far as the tests look at them.</summary>
internal static class OtlpMessages
{
    /// <summary>The spans of an ExportTraceServiceRequest.</summary>
    public static IEnumerable<ReceivedSpan> Spans(ReadOnlyMemory<byte> request) =>
        from resource in ProtobufFields.All(request, 1)
        let service = ServiceOf(resource)
        from scope in ProtobufFields.All(resource, 2)
        from span in ProtobufFields.All(scope, 2)
        select Span(service, span);

    /// <summary>The names of an ExportMetricsServiceRequest.</summary>
    public static IEnumerable<string> Metrics(ReadOnlyMemory<byte> request) =>
        from resource in ProtobufFields.All(request, 1)
        from scope in ProtobufFields.All(resource, 2)
        from metric in ProtobufFields.All(scope, 2)
        from name in ProtobufFields.All(metric, 1)
        select Text(name);

    private static string ServiceOf(ReadOnlyMemory<byte> resource) =>
        Tags(ProtobufFields.All(resource, 1).SelectMany(fields => ProtobufFields.All(fields, 1))).GetValueOrDefault("service.name", "");

    private static ReceivedSpan Span(string service, ReadOnlyMemory<byte> span)
    {
        var fields = ProtobufFields.Of(span).ToLookup(field => field.Field);
        var events = fields[11].Select(e => (Text(ProtobufFields.All(e.Bytes, 2).Single()), Tags(ProtobufFields.All(e.Bytes, 3))));
        return new ReceivedSpan(
            service, Text(fields[5].Single().Bytes), Hex(fields, 1), Hex(fields, 2), Hex(fields, 4), Tags(fields[9].Select(tag => tag.Bytes)),
            [.. events], [.. fields[13].Select(link => Convert.ToHexStringLower(ProtobufFields.All(link.Bytes, 1).Single().Span))])
        {
            StartedAt = Time(fields[7].Single().Number),
            EndedAt = Time(fields[8].Single().Number),
            IsError = fields[15].Any(status => ProtobufFields.Of(status.Bytes).Any(field => field is { Field: 3, Number: 2 })),
        };
    }

    private static string Hex(ILookup<int, (int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> fields, int field) =>
        fields[field].Select(found => Convert.ToHexStringLower(found.Bytes.Span)).FirstOrDefault("");

    private static Dictionary<string, string> Tags(IEnumerable<ReadOnlyMemory<byte>> attributes) => attributes.ToDictionary(
        tag => Text(ProtobufFields.All(tag, 1).Single()), tag => Value(ProtobufFields.All(tag, 2).Single()));

    private static string Value(ReadOnlyMemory<byte> value) => ProtobufFields.Of(value).Select(field => field.Field switch
    {
        1 => Text(field.Bytes),
        2 => field.Number == 1 ? "true" : "false",
        5 => string.Join(',', ProtobufFields.All(field.Bytes, 1).Select(Value)),
        _ => field.Number.ToString(CultureInfo.InvariantCulture),
    }).FirstOrDefault("");

    private static DateTimeOffset Time(ulong nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / 100));

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
