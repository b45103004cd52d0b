using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Registry;
using Pdp.LocalCluster.Security;

namespace Pdp.LocalCluster.Http;

/// <summary>Questions that are asked by creating an object nobody keeps: who am I, whose token is this, may I.</summary>
internal sealed class ReviewHandler(RbacAuthorizer authorizer, TokenAuthenticator authenticator)
{
    public static bool IsReview(ApiRequest request) => request.Resource.Group is "authorization.k8s.io" or "authentication.k8s.io";

    public async Task AnswerAsync(ApiRequest request)
    {
        var body = await BodyReader.ObjectAsync(request.Http.Request, request.Resource.Type, [], request.Aborted);
        var review = ObjectCodec.Decode(request.Resource, body, request.WriteOptions("CreateOptions"));
        review["status"] = request.Resource.Kind switch
        {
            "SelfSubjectAccessReview" => Access(review, request.User),
            "SubjectAccessReview" or "LocalSubjectAccessReview" => Access(review, Subject(review)),
            "SelfSubjectRulesReview" => Rules(review, request.User),
            "SelfSubjectReview" => new JsonObject { ["userInfo"] = UserInfo(request.User) },
            _ => Token(review),
        };
        ApiResponse.Warn(request.Http, request.Warnings);
        await ApiResponse.WriteAsync(request.Http, 201, review);
    }

    private JsonObject Access(JsonObject review, ClusterUser user)
    {
        var spec = review.Object("spec");
        var attributes = spec.Object("resourceAttributes") is { } resource
            ? new AccessAttributes(resource.Text("verb") ?? "", resource.Text("group") ?? "", resource.Text("resource") ?? "")
            {
                Subresource = resource.Text("subresource") ?? "",
                Namespace = resource.Text("namespace") ?? "",
                Name = resource.Text("name") ?? "",
            }
            : spec.Object("nonResourceAttributes") is { } path
                ? new AccessAttributes(path.Text("verb") ?? "", "", "") { Path = path.Text("path") ?? "" }
                : throw ApiErrors.Invalid(
                    "SubjectAccessReview.authorization.k8s.io",
                    "",
                    "spec.resourceAttributes",
                    "FieldValueInvalid",
                    "Invalid value: exactly one of nonResourceAttributes or resourceAttributes must be specified");
        return new JsonObject { ["allowed"] = authorizer.Allows(user, attributes) };
    }

    private static ClusterUser Subject(JsonObject review)
    {
        var name = review.Text("spec", "user") ?? "";
        var groups = (review.Array("spec", "groups") ?? []).Select(g => g.Text() ?? "").ToList();
        if (name.Length == 0 && groups.Count == 0)
            throw ApiErrors.Invalid(
                "SubjectAccessReview.authorization.k8s.io",
                "",
                "spec.user",
                "FieldValueInvalid",
                "Invalid value: at least one of user or group must be specified");
        return new ClusterUser(name, groups);
    }

    private JsonObject Rules(JsonObject review, ClusterUser user)
    {
        var rules = user.IsMaster
            ? [new JsonObject { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*") }]
            : authorizer.Rules(user, review.Text("spec", "namespace") ?? "").Select(r => (JsonObject)r.DeepClone());
        return new JsonObject
        {
            ["resourceRules"] = new JsonArray([.. rules]),
            ["nonResourceRules"] = new JsonArray(),
            ["incomplete"] = false,
        };
    }

    private JsonObject Token(JsonObject review)
    {
        IReadOnlyList<string> wanted = review.Array("spec", "audiences") is { Count: > 0 } given
            ? [.. given.Select(a => a.Text() ?? "")]
            : [ServiceAccountTokens.Issuer];
        if (authenticator.Of(review.Text("spec", "token") ?? "", wanted) is not var (user, audiences))
        {
            const string Error = "the token is not known, or not for these audiences";
            return new JsonObject { ["authenticated"] = false, ["user"] = new JsonObject(), ["error"] = Error };
        }
        return new JsonObject { ["authenticated"] = true, ["user"] = UserInfo(user), ["audiences"] = Texts(audiences) };
    }

    private static JsonObject UserInfo(ClusterUser user)
    {
        var info = new JsonObject { ["username"] = user.Name, ["groups"] = Texts(user.Groups) };
        if (user.Uid.Length > 0)
            info["uid"] = user.Uid;
        return info;
    }

    private static JsonArray Texts(IEnumerable<string> values) => new([.. values.Select(v => JsonValue.Create(v))]);
}
