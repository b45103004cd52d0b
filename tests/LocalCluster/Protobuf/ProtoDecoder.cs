using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Schema;
using Pdp.LocalCluster.Typed;

namespace Pdp.LocalCluster.Protobuf;

/// <summary>Objects in the binary form newer typed clients send (<c>kubectl create</c>, <c>kubectl auth can-i</c>), turned into the
/// JSON everything behind works on. Answers are always JSON, which those clients accept as well.</summary>
internal static class ProtoDecoder
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    private const int MaxDepth = 64;

    /// <summary>Reads an envelope and the object in it.</summary>
    /// <param name="type">The type of the object.</param>
    /// <param name="body">The bytes as they came.</param>
    /// <exception cref="FormatException">Not of this form.</exception>
    public static JsonObject Decode(SchemaType type, ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith("k8s\0"u8))
            throw new FormatException("protobuf: the magic number is missing");
        var envelope = new ProtoReader(body[4..]);
        var result = new JsonObject();
        ReadOnlySpan<byte> raw = default;
        while (envelope.Next(out var number, out var value))
        {
            if (number == 1)
                TypeMeta(value.Bytes, result);
            else if (number == 2)
                raw = value.Bytes;
        }
        Message(type.Binary, raw, result, 0);
        return result;
    }

    private static void TypeMeta(ReadOnlySpan<byte> message, JsonObject result)
    {
        var reader = new ProtoReader(message);
        while (reader.Next(out var number, out var value))
        {
            if (number is 1 or 2)
                result[number == 1 ? "apiVersion" : "kind"] = Text(value.Bytes);
        }
    }

    private static void Message(BinaryLayout layout, ReadOnlySpan<byte> message, JsonObject result, int depth)
    {
        if (depth > MaxDepth)
            throw new FormatException($"protobuf: exceeded max depth of {MaxDepth}");
        var reader = new ProtoReader(message);
        while (reader.Next(out var number, out var value))
        {
            // Numbers that are not known are of a newer client, and left out as unknown fields are.
            if (layout.Group(number) is { } inner)
                Message(inner, value.Bytes, result, depth + 1);
            else if (layout.Field(number) is { } field)
                Field(field, value, result, depth);
        }
    }

    private static void Field(SchemaField field, ProtoValue value, JsonObject result, int depth)
    {
        switch (field.Type.Form)
        {
            case SchemaForm.List:
                if (result[field.Name] is not JsonArray list)
                    result[field.Name] = list = [];
                list.Add(Value(field.Type.Element!, value, depth));
                break;
            case SchemaForm.Map:
                if (result[field.Name] is not JsonObject map)
                    result[field.Name] = map = [];
                Entry(field.Type.Element!, value.Bytes, map, depth);
                break;
            default:
                result[field.Name] = Value(field.Type, value, depth);
                break;
        }
    }

    private static void Entry(SchemaType element, ReadOnlySpan<byte> entry, JsonObject map, int depth)
    {
        var reader = new ProtoReader(entry);
        var key = "";
        // An entry without a value has the empty one.
        var item = Value(element, default, depth);
        while (reader.Next(out var number, out var value))
        {
            if (number == 1)
                key = Text(value.Bytes);
            else if (number == 2)
                item = Value(element, value, depth);
        }
        map[key] = item;
    }

    private static JsonNode? Value(SchemaType type, ProtoValue value, int depth)
    {
        switch (type.Form)
        {
            case SchemaForm.Struct:
                var inner = new JsonObject();
                Message(type.Binary, value.Bytes, inner, depth + 1);
                return inner;
            case SchemaForm.List:
                return Items(type.Element!, value.Bytes, depth);
            case SchemaForm.Text:
                return Text(value.Bytes);
            case SchemaForm.Bytes:
                return Convert.ToBase64String(value.Bytes);
            case SchemaForm.Flag:
                return value.Number != 0;
            case SchemaForm.Int32 or SchemaForm.Int64:
                return (long)value.Number;
            case SchemaForm.Real:
                return BitConverter.UInt64BitsToDouble(value.Number);
            case SchemaForm.Time:
                return Time(value.Bytes, TypedScalars.TimeFormat);
            case SchemaForm.MicroTime:
                return Time(value.Bytes, TypedScalars.MicroTimeFormat);
            case SchemaForm.Quantity:
                return Text(First(value.Bytes));
            case SchemaForm.IntOrText:
                return IntOrText(value.Bytes);
            default:
                return First(value.Bytes) is { IsEmpty: false } json ? JsonText.Parse(json) : null;
        }
    }

    /// <summary>A list where only a message can be, as the value of a map: its items are the field 1.</summary>
    private static JsonArray Items(SchemaType element, ReadOnlySpan<byte> message, int depth)
    {
        var items = new JsonArray();
        var reader = new ProtoReader(message);
        while (reader.Next(out var number, out var value))
        {
            if (number == 1)
                items.Add(Value(element, value, depth + 1));
        }
        return items;
    }

    private static ReadOnlySpan<byte> First(ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        ReadOnlySpan<byte> found = default;
        while (reader.Next(out var number, out var value))
            found = number == 1 ? value.Bytes : found;
        return found;
    }

    private static JsonNode IntOrText(ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        var (isText, number, text) = (false, 0L, "");
        while (reader.Next(out var field, out var value))
        {
            switch (field)
            {
                case 1:
                    isText = value.Number == 1;
                    break;
                case 2:
                    number = (long)value.Number;
                    break;
                case 3:
                    text = Text(value.Bytes);
                    break;
            }
        }
        return isText ? text : number;
    }

    private static JsonNode? Time(ReadOnlySpan<byte> message, string format)
    {
        var reader = new ProtoReader(message);
        var (seconds, nanos) = (0L, 0L);
        while (reader.Next(out var field, out var value))
        {
            if (field == 1)
                seconds = (long)value.Number;
            else
                nanos = (long)value.Number;
        }
        // No seconds is no time; so is one no calendar has.
        if (seconds == 0 || seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return null;
        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(Math.Clamp(nanos, 0, 999_999_999) / 100)
            .UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
