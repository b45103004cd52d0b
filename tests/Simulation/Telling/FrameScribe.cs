using System.Text.Json.Nodes;
using Pdp.History.Events;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Network;

namespace Pdp.Simulation.Telling;

/// <summary>Writes down what is said over one connection.</summary>
internal sealed class FrameScribe(World world)
{
    private long _window = long.MaxValue;
    private int _unacknowledged;

    /// <summary>Begins to listen.</summary>
    public void Follow(Wire wire) => wire.Sent = Note;

    private void Note(Lifeline from, Message message, string fate)
    {
        world.Chronicle.Count($"frame {message.Type} {fate}");
        world.Chronicle.Tell(from.Name, $"frame {message.Type} {fate}");
        if (message.Type is not ("ack" or "intent" or "remove" or "welcome")) return;
        var frame = (JsonObject)JsonNode.Parse(message.Bytes)!;
        switch (message.Type)
        {
            case "welcome":
                _window = (long)frame["window"]!;
                break;
            case "intent" or "remove":
                world.Chronicle.Note(from.Name, new QueueSampled("unacknowledged", ++_unacknowledged, _window));
                break;
            case "ack":
                _unacknowledged--;
                var outcome = Enum.Parse<AckOutcome>((string)frame["outcome"]!, ignoreCase: true);
                world.Chronicle.Note(from.Name, new AckSent((string)frame["id"]!, (long)frame["generation"]!, outcome));
                break;
        }
    }
}
