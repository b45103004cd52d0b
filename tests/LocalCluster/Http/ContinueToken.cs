using System.Buffers.Text;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Storage;

namespace Pdp.LocalCluster.Http;

/// <summary>Where a list in pages goes on: after which object, and in the state of which version.</summary>
internal readonly record struct ContinueToken(long Version, ObjectKey After)
{
    public override string ToString()
    {
        var json = new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = Version, ["ns"] = After.Namespace, ["name"] = After.Name };
        return Base64Url.EncodeToString(JsonText.Bytes(json));
    }

    /// <exception cref="ApiException">Not one of ours.</exception>
    public static ContinueToken Parse(string text)
    {
        try
        {
            if (Base64Url.IsValid(text) && JsonText.Parse(Base64Url.DecodeFromChars(text)) is JsonObject json
                && json.Long("rv") is { } version && json.Text("name") is { } name)
                return new ContinueToken(version, new ObjectKey(json.Text("ns") ?? "", name));
        }
        catch (FormatException)
        {
            // Said below, with every other way it can be wrong.
        }
        throw ApiErrors.BadRequest("invalid continue token: continue key is not valid");
    }
}
