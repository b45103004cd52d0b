using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Client;

/// <summary>Reads lists page by page.</summary>
internal static class PagedList
{
    private static readonly JsonSerializerOptions _pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All items of a list.</summary>
    /// <param name="client">The client.</param>
    /// <param name="path">The list, with a query.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<JsonArray> AllAsync(ApiClient client, string path, CancellationToken cancellationToken)
    {
        var items = new JsonArray();
        for (string? next = ""; next is not null;)
        {
            var page = await client.GetAsync(next.Length == 0 ? path : $"{path}&after={Uri.EscapeDataString(next)}", cancellationToken);
            foreach (var item in (JsonArray)page["items"]!)
                items.Add(item!.DeepClone());
            next = (string?)page["next"];
        }

        return items;
    }

    /// <summary>JSON for people.</summary>
    public static string Pretty(this JsonNode node) => node.ToJsonString(_pretty);
}
