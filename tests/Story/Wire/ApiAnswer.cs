using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pdp.Story.Wire;

/// <summary>What an API answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="MediaType">The media type of the body.</param>
/// <param name="Text">The body.</param>
public sealed record ApiAnswer(HttpStatusCode Status, string? MediaType, string Text)
{
    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="StoryException">It is none.</exception>
    public JsonObject Json
    {
        get
        {
            try
            {
                return JsonNode.Parse(Text) as JsonObject ?? throw new StoryException($"{(int)Status}: not a JSON object: {Shortened}");
            }
            catch (JsonException notJson)
            {
                throw new StoryException($"{(int)Status}: not JSON: {Shortened}", notJson);
            }
        }
    }

    /// <summary>Whether the status is 2xx.</summary>
    public bool Ok => (int)Status is >= 200 and < 300;

    private string Shortened => Text.Length > 600 ? Text[..600] + "…" : Text;

    /// <summary>This answer, when it is a good one.</summary>
    /// <exception cref="StoryException">It is not; carries what the server said.</exception>
    public ApiAnswer MustBeOk(string what) => Ok ? this : throw new StoryException($"{what}: {(int)Status} {Status}: {Shortened}");
}
