using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>
/// Reads what Kubernetes calls an int-or-string: <c>8080</c> and <c>"8080"</c> mean the same. Written as a number where it is one.
/// </summary>
public sealed class IntOrStringConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number ? reader.GetInt32().ToString() : reader.GetString()!;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        if (int.TryParse(value, out var number) && number.ToString() == value)
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(value);
    }
}
