-- An auditor reads and acts on nothing.
ALTER TABLE "subject" DROP CONSTRAINT "subject_staff_role";
ALTER TABLE "subject" ADD CONSTRAINT "subject_staff_role" CHECK ("staff_role" IN ('support', 'security', 'auditor'));
