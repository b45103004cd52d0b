using System.Text;
using System.Text.Json.Nodes;
using Pdp.Simulation.Network;
using Pdp.Simulation.Story;

namespace Pdp.Simulation.Bugs;

/// <summary>Mistakes in what is said on the wire.</summary>
internal static class WireBugs
{
    /// <summary>The control plane promises a window of one, and sends by the one it is configured with.</summary>
    public static PlaySetup WindowNotEnforced(PlaySetup setup) => setup with
    {
        Rewrite = message => message.Type == "welcome" ? Changed(message, frame => frame["window"] = 1) : message,
    };

    private static Message Changed(Message message, Action<JsonObject> change)
    {
        var frame = (JsonObject)JsonNode.Parse(message.Bytes)!;
        change(frame);
        return new Message(Encoding.UTF8.GetBytes(frame.ToJsonString()));
    }
}
