using System.Net.WebSockets;
using System.Text.Json;

namespace Pdp.Simulation.Network;

/// <summary>One message on the wire.</summary>
/// <param name="Bytes">Its text; empty when it closes.</param>
/// <param name="Close">Why the connection is closed; null for text.</param>
internal sealed record Message(byte[] Bytes, WebSocketCloseStatus? Close = null)
{
    /// <summary>The type of the frame in it.</summary>
    public string Type { get; } = Close is null ? Read(Bytes) : "close";

    private static string Read(byte[] text)
    {
        var reader = new Utf8JsonReader(text);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1 || !reader.ValueTextEquals("type"u8)) continue;
            reader.Read();
            return reader.GetString() ?? "?";
        }
        return "?";
    }
}
