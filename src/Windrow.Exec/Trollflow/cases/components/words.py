from trollflow.workflow_component import AbstractWorkflowComponent


class Words(AbstractWorkflowComponent):
    def invoke(self, context):
        for word in context["content"]["text"].split():
            context["output_queue"].put({"word": word, "length": len(word)})


class Longer(AbstractWorkflowComponent):
    def invoke(self, context):
        if context["content"]["length"] > context["than"]:
            context["output_queue"].put(context["content"])
