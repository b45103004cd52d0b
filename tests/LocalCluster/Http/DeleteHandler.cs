using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Protobuf;
using Pdp.LocalCluster.Registry;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Schema;
using Pdp.LocalCluster.Storage;

namespace Pdp.LocalCluster.Http;

/// <summary>delete and deletecollection.</summary>
internal sealed class DeleteHandler(ObjectDeleter deleter, ObjectStore store, ReadHandler reader)
{
    public async Task DeleteAsync(ApiRequest request)
    {
        var options = await OptionsAsync(request);
        var (stored, isGone) = deleter.Delete(request.Resource, request.Key, options);
        ApiResponse.Warn(request.Http, request.Warnings);
        if (!isGone || request.Resource.ReturnsDeleted)
            await reader.WriteAsync(request, 200, stored);
        else
            await ApiResponse.WriteAsync(request.Http, 200, Success(request.Resource, stored));
    }

    public async Task DeleteManyAsync(ApiRequest request)
    {
        var options = await OptionsAsync(request);
        var listed = ListOptions.Parse(request);
        var deleted = new List<StoredObject>();
        foreach (var stored in ReadHandler.Matching(store.Table(request.Resource.StoredAs).Current, request, listed).ToList())
        {
            try
            {
                deleted.Add(deleter.Delete(request.Resource, stored.Key, options).Object);
            }
            catch (ApiException e) when (e.IsNotFound)
            {
                // Somebody else was faster; gone is gone.
            }
        }
        await reader.WriteListAsync(request, deleted, ReadHandler.Metadata(store.Version));
    }

    /// <summary>Reads <c>DeleteOptions</c> from the body, or else from the query.</summary>
    internal static async Task<DeleteOptions> OptionsAsync(ApiRequest request)
    {
        var dryRun = request.DryRun("DeleteOptions");
        var bytes = await BodyReader.ReadAsync(request.Http.Request, request.Aborted);
        if (bytes.Length == 0)
            return FromQuery(request, dryRun);
        try
        {
            var type = BodyReader.MediaType(request.Http.Request);
            var body = type == ProtoDecoder.MediaType
                ? ProtoDecoder.Decode(BuiltInTypes.Get("DeleteOptions"), bytes)
                : BodyReader.Parse(bytes, type == "application/yaml", null);
            return OfBody(body as JsonObject ?? throw new FormatException("it is not an object"), request, dryRun);
        }
        catch (FormatException e)
        {
            throw ApiErrors.BadRequest(
                $"the object provided is unrecognized (must be of type DeleteOptions): couldn't get version/kind; {e.Message}");
        }
    }

    internal static DeleteOptions OfBody(JsonObject body, ApiRequest request, bool dryRun)
    {
        if (body.At("gracePeriodSeconds") is { } grace && !grace.TryWhole(out _))
            throw ApiErrors.BadRequest("DeleteOptions cannot be handled: gracePeriodSeconds must be a whole number");
        return new DeleteOptions(
            body.Long("gracePeriodSeconds") ?? request.Number("gracePeriodSeconds"),
            Policy(body.Text("propagationPolicy") ?? request.Query("propagationPolicy"), body.Bool("orphanDependents")),
            body.Text("preconditions", "uid"),
            body.Text("preconditions", "resourceVersion"),
            dryRun || (body.Array("dryRun") ?? []).Any(d => d.Text() == "All"));
    }

    private static DeleteOptions FromQuery(ApiRequest request, bool dryRun) => new(
        request.Number("gracePeriodSeconds"),
        Policy(request.Query("propagationPolicy"), request.Query("orphanDependents") is null ? null : request.Flag("orphanDependents")),
        DryRun: dryRun);

    private static Propagation? Policy(string? policy, bool? orphan) => policy switch
    {
        null or "" => orphan switch { true => Propagation.Orphan, false => Propagation.Background, _ => null },
        "Background" => Propagation.Background,
        "Foreground" => Propagation.Foreground,
        "Orphan" => Propagation.Orphan,
        _ => throw ApiErrors.Invalid(
            "DeleteOptions.meta.k8s.io",
            "",
            "propagationPolicy",
            "FieldValueNotSupported",
            "Unsupported value: supported values: \"Background\", \"Foreground\", \"Orphan\""),
    };

    private static JsonObject Success(ResourceDefinition resource, StoredObject stored)
    {
        var details = new JsonObject { ["name"] = stored.Key.Name };
        if (resource.Group.Length > 0)
            details["group"] = resource.Group;
        details["kind"] = resource.Plural;
        details["uid"] = stored.Value.Text("metadata", "uid");
        return ApiResponse.Success(new JsonObject { ["details"] = details });
    }
}
