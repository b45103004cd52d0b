using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Trust;
using Pdp.Protocol.Tokens;

namespace Pdp.ControlStub.Events;

/// <summary>Words what operators did to the control plane itself. Of a token only its public part is told.</summary>
internal static class OperatorHappenings
{
    public static NewEvent UserCreated(string user, DateTimeOffset at) => Of(EventTypes.UserCreated, at, new() { ["user"] = user });

    public static NewEvent UserDeleted(string user, DateTimeOffset at) => Of(EventTypes.UserDeleted, at, new() { ["user"] = user });

    public static NewEvent GrantGiven(string user, Grant grant, DateTimeOffset at) =>
        Of(EventTypes.GrantGiven, at, With(user, grant.Scope, grant.Role));

    public static NewEvent GrantTaken(string user, Scope scope, DateTimeOffset at) => Of(EventTypes.GrantTaken, at, With(user, scope, null));

    public static NewEvent ObservabilityTokenMade(ObservabilityClaims claims, DateTimeOffset at)
    {
        var data = new JsonObject
        {
            ["token"] = claims.Jti,
            ["expiresAt"] = claims.ExpiresAt,
            ["opens"] = new JsonArray([.. claims.Scopes.Select(scope => (JsonNode)scope.ToString())]),
        };
        return Of(EventTypes.ObservabilityTokenMade, at, data) with { Plane = claims.Aud };
    }

    public static NewEvent TokenMade(AccessTokenRecord token)
    {
        var data = new JsonObject { ["user"] = token.User, ["token"] = token.Id, ["name"] = token.Name };
        if (token.ExpiresAt is { } end)
            data["expiresAt"] = end;
        return Of(EventTypes.TokenMade, token.CreatedAt, data);
    }

    public static NewEvent TokenRevoked(string user, string token, DateTimeOffset at) =>
        Of(EventTypes.TokenRevoked, at, new() { ["user"] = user, ["token"] = token });

    public static NewEvent TrustChanged(string type, TrustKind kind, TrustRecord next, DateTimeOffset at) => Of(type, at, new()
    {
        ["kind"] = JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()),
        ["version"] = next.Version,
        ["believed"] = new JsonArray([.. next.Of(kind).Select(a => (JsonNode)a.Id)]),
    });

    public static NewEvent KeyImported(string kid, DateTimeOffset at) => Of(EventTypes.KeyImported, at, new() { ["kid"] = kid });

    public static NewEvent KeyRetired(string kid, DateTimeOffset at) => Of(EventTypes.KeyRetired, at, new() { ["kid"] = kid });

    public static NewEvent BackupRead(DateTimeOffset at) => Of(EventTypes.BackupRead, at, []);

    public static NewEvent AdoptionDecided(string plane, int adopt, int remove, DateTimeOffset at) =>
        Of(EventTypes.AdoptionDecided, at, new() { ["adopt"] = adopt, ["remove"] = remove }) with { Plane = plane };

    private static NewEvent Of(string type, DateTimeOffset at, JsonObject data) => new(type, at, null, null, data.ToJsonString());

    private static JsonObject With(string user, Scope scope, Role? role)
    {
        var data = new JsonObject { ["user"] = user, ["organization"] = scope.Organization, ["project"] = scope.Project };
        if (role is { } given)
            data["role"] = given.Name();
        return data;
    }
}
