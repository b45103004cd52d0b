using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Objects;

/// <summary>The metadata fields controllers ask for all the time.</summary>
internal static class ObjectMeta
{
    public static string Name(this JsonObject obj) => obj.Text("metadata", "name") ?? "";

    public static string? Namespace(this JsonObject obj) => obj.Text("metadata", "namespace");

    public static string Uid(this JsonObject obj) => obj.Text("metadata", "uid") ?? "";

    public static long Generation(this JsonObject obj) => obj.Long("metadata", "generation") ?? 0;

    public static string? Label(this JsonObject obj, string name) => obj.Text("metadata", "labels", name);

    public static string? Annotation(this JsonObject obj, string name) => obj.Text("metadata", "annotations", name);

    /// <summary>Marked for deletion: finalizers or a grace period still hold it.</summary>
    public static bool IsDeleting(this JsonObject obj) => obj.At("metadata", "deletionTimestamp") is not null;

    public static DateTimeOffset CreatedAt(this JsonObject obj) => obj.Time("metadata", "creationTimestamp") ?? DateTimeOffset.MinValue;

    public static bool HasFinalizer(this JsonObject obj, string finalizer) =>
        obj.Array("metadata", "finalizers")?.Any(entry => entry.Text() == finalizer) ?? false;

    /// <summary>The owner that controls the object, or null.</summary>
    public static OwnerReference? Controller(this JsonObject obj) => OwnerReference.Of(obj).FirstOrDefault(owner => owner.Controller);

    /// <summary>Whether the object with this uid controls it.</summary>
    public static bool IsControlledBy(this JsonObject obj, string uid) =>
        obj.Items("metadata", "ownerReferences").Any(owner => owner.Text("uid") == uid && owner.Bool("controller") == true);

    /// <summary>A copy of one's own to change.</summary>
    public static JsonObject Copy(this JsonObject obj) => obj.DeepClone().AsObject();

    /// <summary>The object under <paramref name="name"/>, made when it is not there.</summary>
    public static JsonObject Ensure(this JsonObject obj, string name)
    {
        if (obj[name] is JsonObject there) return there;
        var made = new JsonObject();
        obj[name] = made;
        return made;
    }

    /// <summary>Takes a finalizer off; false when it was not on.</summary>
    public static bool RemoveFinalizer(this JsonObject obj, string finalizer)
    {
        if (obj.Array("metadata", "finalizers") is not { } finalizers) return false;
        return finalizers.RemoveAll(entry => entry.Text() == finalizer) > 0;
    }

    /// <summary>A moment as the API writes it: whole seconds, UTC.</summary>
    public static string ToKube(this DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A moment as <c>MicroTime</c> is written.</summary>
    public static string ToKubeMicro(this DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
