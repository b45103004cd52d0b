using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Pdp.Vaults.KeyVault;

/// <summary>The metadata service of a machine of Azure, as far as it hands out tokens of the machine's identities. It speaks no TLS.</summary>
/// <param name="directory">Who knows the tokens.</param>
internal sealed class MachineMetadata(TokenDirectory directory)
{
    private const string Path = "/metadata/identity/oauth2/token";

    public async Task AnswerAsync(HttpContext http)
    {
        var (request, response) = (http.Request, http.Response);
        var (resource, client) = (request.Query["resource"].ToString(), request.Query["client_id"].ToString());
        if (request.Path != Path)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (request.Headers["Metadata"] != "true" || !resource.Contains(directory.Scope, StringComparison.Ordinal) || client is not ("" or TestKeyVault.Client))
        {
            response.StatusCode = StatusCodes.Status400BadRequest;
            await response.WriteAsJsonAsync(new JsonObject { ["error"] = "invalid_request", ["error_description"] = "Required metadata header not specified" });
            return;
        }
        await response.WriteAsJsonAsync(new JsonObject
        {
            ["access_token"] = directory.Made($"machine {client}".TrimEnd()),
            ["expires_on"] = $"{TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds()}",
            ["resource"] = resource,
            ["token_type"] = "Bearer",
        });
    }
}
