using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Registry;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Security;
using Pdp.LocalCluster.Storage;
using Pdp.LocalCluster.Typed;

namespace Pdp.LocalCluster.Http;

/// <summary>Tokens for service accounts.</summary>
internal sealed class TokenRequestHandler(ServiceAccountTokens tokens, TimeProvider time)
{
    private const long LeastSeconds = 600;
    private const long MostSeconds = 1L << 32;

    private static readonly ResourceDefinition Kind =
        new("authentication.k8s.io", "v1", "TokenRequest", "tokenrequests") { Type = Schema.BuiltInTypes.Get("TokenRequest") };

    public async Task CreateAsync(ApiRequest request, StoredObject account)
    {
        var options = request.WriteOptions("CreateOptions");
        var body = await BodyReader.ObjectAsync(request.Http.Request, Kind.Type, [], request.Aborted);
        var answer = ObjectCodec.Decode(Kind, body, options);
        var spec = answer.Object("spec")!;
        var seconds = spec.Long("expirationSeconds") ?? 3600;
        if (seconds is < LeastSeconds or > MostSeconds)
        {
            throw ApiErrors.Invalid(
                Kind.QualifiedKind,
                "",
                "spec.expirationSeconds",
                "FieldValueInvalid",
                $"Invalid value: {seconds}: may not specify a duration less than 10 minutes or larger than 2^32 seconds");
        }
        if (spec.Array("audiences") is null)
            spec["audiences"] = new JsonArray(ServiceAccountTokens.Issuer);
        var expires = time.GetUtcNow().AddSeconds(seconds);
        var (ns, name) = (account.Key.Namespace, account.Key.Name);
        answer["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns };
        answer["status"] = new JsonObject
        {
            ["token"] = tokens.Issue(
                ns, name, account.Value.Text("metadata", "uid") ?? "", spec.Array("audiences")!.Select(a => a.Text() ?? ""), expires),
            ["expirationTimestamp"] = expires.UtcDateTime.ToString(TypedScalars.TimeFormat, CultureInfo.InvariantCulture),
        };
        ApiResponse.Warn(request.Http, request.Warnings);
        await ApiResponse.WriteAsync(request.Http, 201, answer);
    }
}
