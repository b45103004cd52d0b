using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Patches;

/// <summary>Where the items only the server has go among those of the patch.</summary>
internal static class ListOrder
{
    /// <summary>Both keep their own order; a server item comes before a patched one only where it did in the live list.</summary>
    public static JsonArray Interleave(List<JsonNode?> server, List<JsonNode?> patched, Func<JsonNode?, int> place)
    {
        var result = new JsonArray();
        var (s, p) = (0, 0);
        while (s < server.Count || p < patched.Count)
        {
            if (p == patched.Count || (s < server.Count && IsBefore(place(server[s]), place(patched[p]))))
                result.Add(server[s++]);
            else
                result.Add(patched[p++]);
        }
        return result;
    }

    private static bool IsBefore(int left, int right) => left >= 0 && right >= 0 && left < right;
}
