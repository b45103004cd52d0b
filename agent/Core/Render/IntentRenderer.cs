using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>Turns an intent into objects. The same intent in the same context always gives the same bytes.</summary>
public static class IntentRenderer
{
    /// <summary>Renders an intent that passed <see cref="Intents.IntentRules"/>.</summary>
    /// <returns>The objects, or every reason why there are none.</returns>
    public static RenderResult Render(TypedIntent intent, RenderContext context)
    {
        var @namespace = NamespaceOf(intent.Metadata);
        return intent.Spec switch
        {
            ComponentSpec component => ComponentRenderer.Render(intent.Metadata, component, @namespace, context, intent.TaskId),
            ManifestsSpec manifests => new ManifestsRenderer(intent.Metadata, @namespace, context).Render(manifests),
            _ => new RenderResult { Namespace = @namespace },
        };
    }

    /// <summary>The namespace of an organization, project and environment; at most 63 characters.</summary>
    public static string NamespaceOf(IntentMetadata metadata) => NamespaceName.Of(metadata);
}
